// One process of the demo. Promises: started once at a time, ended by its process id, and never outliving the starter:
// the channel between them closes when the starter is gone, and every part ends on that.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PartOptions {
  name: string
  program: string
  args?: string[]
  /** Added to our own environment. */
  environment?: Record<string, string>
  /** Folder of the log files. */
  logs: string
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 10_000
const LINES_SHOWN = 15

export class Part {
  readonly name: string
  readonly logFile: string
  readonly #options: PartOptions
  #child: ChildProcess | undefined

  constructor(options: PartOptions) {
    this.name = options.name
    this.logFile = join(options.logs, `${options.name}.log`)
    this.#options = options
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Start, and wait until the part says that it is ready. @throws with the end of its log when it ends or is silent. */
  async start(): Promise<void> {
    if (this.#child) return
    const { program, args = [], environment = {} } = this.#options
    const log = openSync(this.logFile, 'a')
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, log, 'ipc'],
      // Its own process group: Ctrl-C in the terminal reaches the starter alone, which then ends the parts in order.
      detached: true,
    })
    closeSync(log)
    this.#child = child
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    await this.#ready(child)
  }

  /** Ask it to end, and end it when it doesn't. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** SIGKILL: nothing is flushed, nothing said. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  #ready(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer)
        child.kill('SIGKILL')
        reject(new Error(`${this.name} ${why}. The end of ${this.logFile}:\n${this.#tail()}`))
      }
      const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS / 1000} s`), READY_WITHIN_MS)
      child.once('error', (error) => fail(`did not start: ${error.message}`))
      child.once('exit', (code, signal) => fail(`ended at once (${code ?? signal})`))
      child.on('message', (message: { ready?: boolean }) => {
        if (!message.ready) return
        clearTimeout(timer)
        child.removeAllListeners('exit')
        child.once('exit', () => {
          if (this.#child === child) this.#child = undefined
        })
        resolve()
      })
    })
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await ended
    clearTimeout(timer)
    this.#child = undefined
  }

  #tail(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-LINES_SHOWN).join('\n')
  }
}
