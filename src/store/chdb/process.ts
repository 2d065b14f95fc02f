// Keeps one engine process running: starts it, matches answers to requests, starts it again when it dies.
// Promises: a request is answered, or rejected when its process died; never answered twice, never left hanging.
import { type ChildProcess, fork } from 'node:child_process'
import { WaysideError } from '../../event/index.ts'
import { sleep } from '../../platform/index.ts'
import { StatementFailed } from '../driver.ts'
import {
  CLOSE_WAIT_MS,
  ENGINE_MEMORY_BYTES_MAX,
  FOLDER_WAIT_MS,
  QUERY_SECONDS_MAX,
  RESTART_PAUSE_MS,
  RESTARTS_MAX,
} from '../limits.ts'
import { SETTINGS } from '../settings.ts'
import type { ChildAnswer, ChildRequest } from './child.ts'

const CHILD = import.meta.url.endsWith('.ts')
  ? new URL('./child.ts', import.meta.url)
  : new URL('./child.js', import.meta.url)

const SET = [
  ...Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`),
  `max_memory_usage = ${ENGINE_MEMORY_BYTES_MAX}`,
  `max_execution_time = ${QUERY_SECONDS_MAX}`,
]

interface Waiting {
  resolve(text: string): void
  reject(error: Error): void
}

/** The engine's process over one folder. */
export class EngineProcess {
  readonly #folder: string
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | undefined
  #starting: Promise<void> | undefined
  #next = 1
  #closed = false

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The engine's process id, for whoever must measure or kill it. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Send one statement. @throws WaysideError STORE_UNAVAILABLE when the process died under it: the statement may have run. */
  async ask(lane: ChildRequest['lane'], sql: string, params: Record<string, unknown>): Promise<string> {
    await this.start()
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child?.send({ id, lane, sql, params } satisfies ChildRequest, (error) => {
        if (error) this.#settle(id)?.reject(new WaysideError('STORE_UNAVAILABLE'))
      })
    })
  }

  /** Start the engine unless it runs. @throws WaysideError FOLDER_IN_USE, STORE_MISSING or STORE_UNAVAILABLE. */
  start(): Promise<void> {
    if (this.#closed) return Promise.reject(new WaysideError('STORE_UNAVAILABLE'))
    if (this.#child) return Promise.resolve()
    this.#starting ??= this.#startWithPatience().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#starting?.catch(() => undefined)
    const child = this.#child
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.send('close', (error) => {
      if (error) child.kill('SIGKILL')
    })
    const patience = setTimeout(() => child.kill('SIGKILL'), CLOSE_WAIT_MS)
    await ended
    clearTimeout(patience)
  }

  async #startWithPatience(): Promise<void> {
    let waitedMs = 0
    for (let attempt = 0; ; attempt++) {
      const fault = await this.#startOnce()
      if (fault === undefined) return
      if (/cannot find (package|module)|ERR_MODULE_NOT_FOUND|chdb.*not.*installed/i.test(fault))
        throw new WaysideError('STORE_MISSING')
      const locked = /Cannot lock file|already running/.test(fault)
      if (locked ? waitedMs >= FOLDER_WAIT_MS : attempt >= RESTARTS_MAX)
        throw locked
          ? new WaysideError('FOLDER_IN_USE', `${this.#folder} is open elsewhere.`)
          : new WaysideError('STORE_UNAVAILABLE', fault)
      const pauseMs = RESTART_PAUSE_MS * 2 ** Math.min(attempt, 4)
      waitedMs += pauseMs
      await sleep(pauseMs)
    }
  }

  /** @returns what went wrong, or undefined once the engine answers. */
  #startOnce(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = fork(CHILD, [this.#folder, ...SET], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: [],
      })
      let said = ''
      child.stderr?.on('data', (bytes: Buffer) => {
        said = (said + bytes.toString()).slice(-4_000)
      })
      child.on('message', (message: string | ChildAnswer) => {
        if (message === 'ready') {
          this.#child = child
          resolve(undefined)
        } else if (typeof message === 'string') said = `${message} ${said}`
        else this.#answer(message)
      })
      child.once('exit', (code, signal) => {
        if (this.#child === child) this.#child = undefined
        this.#rejectAll()
        resolve(`The engine ended (${signal ?? code}). ${said.trim()}`)
      })
      child.once('error', (error) => resolve(String(error)))
    })
  }

  #answer(answer: ChildAnswer): void {
    const waiting = this.#settle(answer.id)
    if ('text' in answer) waiting?.resolve(answer.text)
    else waiting?.reject(new StatementFailed(answer.error))
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #rejectAll(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new WaysideError('STORE_UNAVAILABLE'))
    this.#waiting.clear()
  }
}
