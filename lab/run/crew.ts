// One worker: a process in namespaces of its own, that is handed units and tells what becomes of them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Cell, Unit } from './cell.ts'
import { type FrontMessage, plain, type WorkerMessage } from './messages.ts'
import { startInNamespace } from './namespace.ts'
import type { Turnstile } from './turns.ts'

const WORKER = resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'worker.js')
const ENDS_WITHIN_MS = 10_000

export interface Watch {
  cell(unit: Unit, cell: Cell): void
  progress(unit: Unit, text: string): void
  /** The unit is done, or has failed for the reason given. */
  over(unit: Unit, failed: string | undefined): void
}

/**
 * Starts a worker and hands it what `next` yields until there is no more. Resolves when it has ended.
 * A worker that dies fails its unit and is not replaced here.
 */
export async function work(next: () => Unit | undefined, turns: Turnstile, watch: Watch): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-lab-'))
  const worker = startInNamespace(process.execPath, [WORKER], folder)
  const tidy = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  process.on('exit', tidy)
  const input = worker.child.stdin as Writable
  input.on('error', () => {})
  const tell = (message: FrontMessage): void => void input.write(`${JSON.stringify(message)}\n`)
  let stderr = ''
  worker.child.stderr!.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk).slice(-5_000)
  })
  let unit: Unit | undefined
  const handOut = (): void => {
    unit = next()
    if (unit) tell({ unit: plain(unit) })
    else input.end()
  }
  try {
    handOut()
    for await (const line of createInterface({ input: worker.child.stdout as Readable })) {
      const message = JSON.parse(line) as WorkerMessage
      if ('turn' in message) {
        if (message.turn === 'done') turns.done(worker)
        else turns.ask(worker, message.turn, () => tell({ go: true }))
      } else if ('cell' in message) watch.cell(unit!, message.cell)
      else if ('say' in message) watch.progress(unit!, message.say)
      else {
        const done = unit!
        handOut()
        watch.over(done, message.failed)
      }
    }
    await worker.ended(ENDS_WITHIN_MS)
    if (unit) watch.over(unit, `The worker ended with ${worker.child.exitCode}: ${stderr}`)
  } finally {
    turns.leave(worker)
    await worker.kill()
    process.off('exit', tidy)
    tidy()
  }
}
