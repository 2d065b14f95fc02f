// Keeps one engine process running: starts it, matches answers to requests, starts it again when it dies.
// Promises: a request is answered, or rejected when its process died; never answered twice, never left hanging. A death is told once.
import { type ChildProcess, fork } from 'node:child_process'
import { WaysideError } from '../../event/index.ts'
import { sleep, systemClock } from '../../platform/index.ts'
import type { Params } from '../driver.ts'
import { CLOSE_WAIT_MS, FOLDER_WAIT_MS, READ_SESSIONS, RESTART_PAUSE_MS, RESTARTS_MAX } from '../limits.ts'
import type { ChildAnswer, ChildRequest } from './child.ts'
import { Lives } from './lives.ts'
import { Requests } from './requests.ts'

const CHILD = import.meta.url.endsWith('.ts')
  ? new URL('./child.ts', import.meta.url)
  : new URL('./child.js', import.meta.url)

/** The engine's process over one folder. */
export class EngineProcess {
  readonly #folder: string
  readonly #onDeath: (why: string) => void
  readonly #requests = new Requests()
  readonly #lives = new Lives()
  #reads = 0
  #child: ChildProcess | undefined
  #starting: Promise<void> | undefined
  #closed = false

  /** @param onDeath told each time that the process ended unasked */
  constructor(folder: string, onDeath: (why: string) => void) {
    this.#folder = folder
    this.#onDeath = onDeath
  }

  /** Times that the process ended unasked. */
  get deaths(): number {
    return this.#lives.deaths
  }

  /** Somebody waits for an answer. */
  get isAsked(): boolean {
    return this.#reads > 0
  }

  /** The engine's process id, for whoever must measure or kill it. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Send one statement. @throws WaysideError STORE_UNAVAILABLE when the process died under it: the statement may have run. */
  async ask(lane: ChildRequest['lane'], sql: string, params: Params): Promise<string> {
    await this.start()
    if (lane === 'read') this.#reads++
    const answer = this.#requests.ask((id) => {
      this.#child?.send({ id, lane, sql, params } satisfies ChildRequest, (error) => {
        if (error) this.#requests.fail(id)
      })
    })
    return answer.finally(() => {
      if (lane === 'read') this.#reads--
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
    await sleep(this.#lives.pauseMs)
    if (this.#closed) throw new WaysideError('STORE_UNAVAILABLE')
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
      const child = fork(CHILD, [this.#folder], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: [],
        // Statements hold threads of the pool: one for each session, of reports and of the other two lanes, and two to spare.
        env: { ...process.env, UV_THREADPOOL_SIZE: String(READ_SESSIONS + 4) },
      })
      let said = ''
      child.stderr?.on('data', (bytes: Buffer) => {
        said = (said + bytes.toString()).slice(-4_000)
      })
      child.on('message', (message: string | ChildAnswer) => {
        if (message === 'ready') {
          this.#child = child
          this.#lives.born(systemClock.monotonic())
          resolve(undefined)
        } else if (typeof message === 'string') said = `${message} ${said}`
        else this.#requests.answer(message)
      })
      child.once('exit', (code, signal) => {
        const why = `The engine ended (${signal ?? code}). ${said.trim()}`.trimEnd()
        if (this.#child === child) this.#ended(why)
        resolve(why)
      })
      child.once('error', (error) => resolve(String(error)))
    })
  }

  #ended(why: string): void {
    this.#child = undefined
    this.#requests.failAll()
    if (this.#closed) return
    this.#lives.died(systemClock.monotonic())
    this.#onDeath(why)
  }
}
