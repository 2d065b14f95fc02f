// The process that holds the embedded engine (chDB). Started by `driver.ts` and spoken to over IPC; ends with its parent.
// Why a process: the engine crashes in worker threads, may be killed by a huge query, and one process may hold one folder only.
// Promises: one answer per request; reads don't wait for writes, nor either for an export. Does not: retry, or know any table.
import type { Params } from '../driver.ts'
import { READ_SESSIONS } from '../limits.ts'
import { bind } from './bind.ts'
import { Lane } from './lane.ts'

/** One request. `lane` keeps reports from waiting behind a load, and both from waiting behind an export. */
export interface ChildRequest {
  id: number
  lane: 'read' | 'write' | 'bulk'
  sql: string
  params: Params
}

/** Its answer: rows as lines of JSON, or the engine's message. */
export type ChildAnswer = { id: number; text: string } | { id: number; error: string }

const folder = process.argv[2] ?? ''

// The engine's own way out waits for its background work, for which nobody waits any more: what is acknowledged is on disk.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// A terminal's Ctrl-C reaches the whole group; the parent decides when the engine ends.
process.on('SIGINT', () => undefined)

try {
  const lanes = {
    read: new Lane(folder, READ_SESSIONS),
    write: new Lane(folder, 1),
    bulk: new Lane(folder, 1),
  }
  process.on('message', (request: ChildRequest | 'close') => {
    if (request === 'close') {
      void Promise.all(Object.values(lanes).map((lane) => lane.close())).then(() => process.disconnect())
      return
    }
    void answer(request.id, () => lanes[request.lane].ask(bind(request.sql, request.params)))
  })
  process.send?.('ready')
} catch (error) {
  process.send?.(`failed ${(error as Error).message} ${String((error as { cause?: unknown }).cause ?? '')}`)
  process.exitCode = 1
  process.disconnect()
}

async function answer(id: number, work: () => Promise<string>): Promise<void> {
  try {
    send({ id, text: await work() })
  } catch (error) {
    send({ id, error: String((error as Error).message) })
  }
}

function send(answer: ChildAnswer): void {
  process.send?.(answer)
}
