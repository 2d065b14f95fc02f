// Runs the command line as a person does, from the source, and stops what it started.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const main = resolve(import.meta.dirname, '../src/cli/main.ts')

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Run a command to its end. */
export function wayside(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { status, out: stdout, err: stderr }
}

/** Start a command that runs until it is stopped; it is stopped when the test ends. */
export function startWayside(...args: string[]): Running {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const running = new Running(child)
  onTestFinished(async () => void (await running.stop()))
  return running
}

export class Running {
  readonly child: ChildProcess
  output = ''
  readonly #ended: Promise<number | null>

  constructor(child: ChildProcess) {
    this.child = child
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
    this.#ended = new Promise((resolve) => child.on('exit', resolve))
  }

  /** Wait for output that matches. @throws with all output when the process ends or 60 s pass before. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (let waited = 0; waited < 60_000; waited += 20) {
      const match = pattern.exec(this.output)
      if (match) return match
      if (this.child.exitCode !== null) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`never saw ${pattern} in:\n${this.output}`)
  }

  /** Stop it as Ctrl-C does. @returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal)
    return this.#ended
  }
}

/** Ask again until the answer satisfies, for 30 s at the most. */
export async function eventually<T>(ask: () => Promise<T> | T, enough: (answer: T) => boolean): Promise<T> {
  let answer = await ask()
  for (let waited = 0; !enough(answer) && waited < 30_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    answer = await ask()
  }
  return answer
}
