// Remembers which records are going in, so that nobody reads the books while a load that a crash cut short is half in.
// Promises: survives the process; cleared once every record of that load has gone in again. On a ClickHouse server it lasts as long as the process.
import { readText, remove, writeTextAtomic } from '../platform/index.ts'

/** Records of one log, by sequence. */
export interface Covered {
  log: string
  first: number
  last: number
}

export class HalfLoad {
  readonly #path: string | undefined
  /** Log → last sequence that was going in. */
  #pending: Map<string, number>

  /** @param path of the file that remembers; undefined: memory only */
  constructor(path: string | undefined) {
    this.#path = path
    const text = path === undefined ? undefined : readText(path)
    this.#pending = new Map(text === undefined ? [] : (JSON.parse(text) as [string, number][]))
  }

  get isPending(): boolean {
    return this.#pending.size > 0
  }

  /** These go in now. */
  begin(covered: readonly Covered[]): void {
    for (const { log, last } of covered) this.#pending.set(log, Math.max(last, this.#pending.get(log) ?? 0))
    if (this.#path !== undefined) writeTextAtomic(this.#path, JSON.stringify([...this.#pending]))
  }

  /** These are in, whole. */
  done(covered: readonly Covered[]): void {
    for (const { log, last } of covered) if (last >= (this.#pending.get(log) ?? 0)) this.#pending.delete(log)
    if (this.#path === undefined) return
    if (this.isPending) writeTextAtomic(this.#path, JSON.stringify([...this.#pending]))
    else remove(this.#path)
  }
}
