// The demo's entry: says what it does, prints where to look and what to try, and ends everything on Ctrl-C.
import { type Demo, startDemo } from './demo.ts'
import { readFlags } from './flags.ts'

let demo: Demo | undefined
let ending = false

async function end(): Promise<void> {
  if (ending) return
  ending = true
  process.stderr.write('\nstopping … ')
  await demo?.stop()
  process.stderr.write('done\n')
  process.exit(process.exitCode ?? 0)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, () => void end())

try {
  const flags = readFlags(process.argv.slice(2))
  const startedAt = performance.now()
  demo = await startDemo({ ...flags, say: (what) => process.stderr.write(`starting ${what} …\n`) })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(welcome(demo, seconds))
  process.send?.({ ready: true })
} catch (error) {
  process.stderr.write(`wayside demo: ${(error as Error).message}\n`)
  process.exitCode = 1
  process.exit()
}

function welcome({ url, settings }: Demo, seconds: string): string {
  return `
Wayside is ready (${seconds} s).

  Dashboard        ${url('backend')}/?range=1h#key=${settings.keys.read}
  Control page     ${url('control')}
  Book store       ${url('store')}
  Datacenters      ${url('a')}  ${url('b')}
  Data             ${settings.folder}

Three things to try:
  1. Open the dashboard (its link signs you in) or the control page beside the book store, and click a book in a list: it arrives within a second.
  2. Take both datacenters down. Click more books: every link opens at once, and the clicks wait in your browser.
  3. Bring them back and open one more page of the store: the waiting clicks come in, in their own colour, each counted once.
     The dashboard's overview draws them in the minute in which they happened, with a band where nothing could be received.

Ctrl-C stops everything.
`
}
