// Sessions of one engine that share the same kind of work: one statement at a time on each, the others wait in line.
// Promises: side by side, statements take no more memory together than one may alone; one that needs more than its share is asked again when
// it is alone. Several sessions are for statements that change nothing.
// Why not hand all over at once: one session runs one statement, and who waits for it in the engine's binding holds a thread of the process's pool.
import { Session } from 'chdb'
import { ENGINE_MEMORY_BYTES_MAX, QUERY_SECONDS_MAX, STATEMENT_CHARS_MAX } from '../limits.ts'
import { SETTINGS } from '../settings.ts'

/** What holds in each session. */
const SET = [
  ...Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`),
  `max_query_size = ${STATEMENT_CHARS_MAX}`,
  // It looks for what follows from comparisons, finds nothing in ours, and took a quarter of the time in which a statement is planned.
  'optimize_and_compare_chain = 0',
  `max_execution_time = ${QUERY_SECONDS_MAX}`,
]
const NO_ROOM = /Query memory limit exceeded/

interface Waiting {
  sql: string
  isAlone: boolean
  resolve(text: string): void
  reject(error: unknown): void
}

export class Lane {
  readonly #idle: Session[]
  /** For statements that need more than a share. */
  readonly #whole: Session | undefined
  readonly #waiting: Waiting[] = []
  readonly #running = new Set<Promise<void>>()
  /** What runs is alone. */
  #isAlone = false

  /** @param folder the engine's @param count of sessions side by side */
  constructor(folder: string, count: number) {
    const open = (memory: number): Session => {
      const session = new Session(folder)
      for (const setting of [...SET, `max_memory_usage = ${Math.floor(memory)}`]) session.query(`SET ${setting}`)
      return session
    }
    this.#idle = Array.from({ length: count }, () => open(ENGINE_MEMORY_BYTES_MAX / count))
    this.#whole = count > 1 ? open(ENGINE_MEMORY_BYTES_MAX) : undefined
  }

  /** @returns rows as lines of JSON. Rejected with the engine's error. */
  ask(sql: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sql, isAlone: false, resolve, reject })
      this.#next()
    })
  }

  /** Ends when what runs has ended. Whoever closes asks nothing more. */
  async close(): Promise<void> {
    await Promise.all(this.#running)
    for (const session of this.#idle) session.close()
    this.#whole?.close()
  }

  #next(): void {
    for (let next = this.#waiting[0]; next && this.#idle.length > 0; next = this.#waiting[0]) {
      if (this.#running.size > 0 && (next.isAlone || this.#isAlone)) return
      this.#waiting.shift()
      this.#isAlone = next.isAlone
      const running = this.#run(next).finally(() => {
        this.#running.delete(running)
        this.#next()
      })
      this.#running.add(running)
    }
  }

  async #run(asked: Waiting): Promise<void> {
    const session = asked.isAlone ? this.#whole! : this.#idle.pop()!
    try {
      const result = await session.queryAsync(asked.sql, { format: 'JSONEachRow' })
      asked.resolve(result.text())
    } catch (error) {
      if (NO_ROOM.test(String(error))) {
        // What failed holds its memory until its session is asked something else.
        await session.queryAsync('SELECT 1', { format: 'JSONEachRow' }).catch(() => undefined)
        if (this.#whole && !asked.isAlone) this.#waiting.unshift({ ...asked, isAlone: true })
        else asked.reject(error)
      } else asked.reject(error)
    } finally {
      if (!asked.isAlone) this.#idle.push(session)
    }
  }
}
