// The matrix: plans its cells, runs them in namespaces, several engines side by side, and keeps what was measured as it comes.
// Comes from: lab/main.ts, test/browsers. Goes to: lab/results, lab/report.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Cell, Unit } from './cell.ts'
import { plain, type WorkerMessage } from './messages.ts'
import { startInNamespace } from './namespace.ts'
import { Turnstile } from './turns.ts'

export { type Cell, keyOf, type Unit } from './cell.ts'
export { type Choice, checkChoice, plan } from './matrix.ts'
export { openResults } from './results.ts'

export interface Watch {
  cell(cell: Cell): void
  progress(unit: Unit, text: string): void
  failed(unit: Unit, why: string): void
}

const WORKER = resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'worker.js')

/** Runs the units, at most `jobs` engines at a time. Resolves when all are done; a unit that fails is told to `watch` and left out. */
export async function runUnits(units: readonly Unit[], jobs: number, watch: Watch): Promise<void> {
  const lines = [...Map.groupBy(units, ({ engine }) => engine).values()]
  const turns = new Turnstile()
  const work = async (): Promise<void> => {
    for (let line = lines.shift(); line; line = lines.shift()) await runLine(line, turns, watch)
  }
  await Promise.all(Array.from({ length: jobs }, work))
}

async function runLine(units: readonly Unit[], turns: Turnstile, watch: Watch): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-lab-'))
  const worker = startInNamespace(process.execPath, [WORKER, JSON.stringify(units.map(plain))], folder)
  const tidy = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  process.on('exit', tidy)
  const go = worker.child.stdin as Writable
  go.on('error', () => {})
  let stderr = ''
  worker.child.stderr!.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk).slice(-5_000)
  })
  try {
    for await (const line of createInterface({ input: worker.child.stdout as Readable })) {
      const message = JSON.parse(line) as WorkerMessage
      if ('turn' in message) {
        if (message.turn === 'done') turns.done(worker)
        else turns.ask(worker, () => go.write('\n'))
        continue
      }
      const unit = units[message.unit]!
      if ('cell' in message) watch.cell(message.cell)
      else if ('failed' in message) watch.failed(unit, message.failed)
      else watch.progress(unit, message.say)
    }
    await worker.ended(10_000)
    if (worker.child.exitCode !== 0)
      watch.failed(units[0]!, `The worker ended with ${worker.child.exitCode}: ${stderr}`)
  } finally {
    turns.leave(worker)
    await worker.kill()
    process.off('exit', tidy)
    tidy()
  }
}
