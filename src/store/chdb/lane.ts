// Sessions of one engine that share the same kind of work: one statement at a time on each, the others wait in line.
// Why not hand them all over at once: one session runs one statement, and who waits for it in the engine's binding holds a thread of the process's pool.
import { Session } from 'chdb'
import { ENGINE_MEMORY_BYTES_MAX, QUERY_SECONDS_MAX, STATEMENT_CHARS_MAX } from '../limits.ts'
import { SETTINGS } from '../settings.ts'

/** What holds in each session. */
const SET = [
  ...Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`),
  `max_memory_usage = ${ENGINE_MEMORY_BYTES_MAX}`,
  `max_memory_usage_for_user = ${ENGINE_MEMORY_BYTES_MAX}`,
  `max_query_size = ${STATEMENT_CHARS_MAX}`,
  // It looks for what follows from comparisons, finds nothing in ours, and took a quarter of the time in which a statement is planned.
  'optimize_and_compare_chain = 0',
  `max_execution_time = ${QUERY_SECONDS_MAX}`,
]

interface Waiting {
  sql: string
  resolve(text: string): void
  reject(error: unknown): void
}

export class Lane {
  readonly #sessions: readonly Session[]
  readonly #idle: Session[]
  readonly #waiting: Waiting[] = []
  readonly #running = new Set<Promise<void>>()

  /** @param folder the engine's @param count of sessions */
  constructor(folder: string, count: number) {
    this.#sessions = Array.from({ length: count }, () => new Session(folder))
    for (const session of this.#sessions) for (const setting of SET) session.query(`SET ${setting}`)
    this.#idle = [...this.#sessions]
  }

  /** @returns rows as lines of JSON. Rejected with the engine's error. */
  ask(sql: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sql, resolve, reject })
      this.#next()
    })
  }

  /** Ends when what runs has ended. Whoever closes asks nothing more. */
  async close(): Promise<void> {
    await Promise.all(this.#running)
    for (const session of this.#sessions) session.close()
  }

  #next(): void {
    const session = this.#waiting.length > 0 ? this.#idle.pop() : undefined
    if (!session) return
    const { sql, resolve, reject } = this.#waiting.shift()!
    const running = session
      .queryAsync(sql, { format: 'JSONEachRow' })
      .then((result) => resolve(result.text()), reject)
      .finally(() => {
        this.#running.delete(running)
        this.#idle.push(session)
        this.#next()
      })
    this.#running.add(running)
  }
}
