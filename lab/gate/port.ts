// A port for a gate that will close and reopen it.
// Promises: outside the range from which the kernel hands out ports, so that nobody is given it while the gate refuses.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Linux hands out 32768 to 60999, macOS and Windows 49152 to 65535. */
const LOWEST = 20_000
const HIGHEST = 32_000
const TRIES = 50

/** A port of 127.0.0.1 that was free a moment ago. @throws when 50 random ones were all taken. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) return port
  }
  throw new Error(`No free port found between ${LOWEST} and ${HIGHEST} in ${TRIES} tries.`)
}

/** Can 127.0.0.1:port be listened on now? */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
