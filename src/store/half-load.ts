// Remembers which records are going in, so that nobody reads the books while a load that a crash cut short is half in.
// Promises: survives the process; cleared once every record of that load has gone in again, by whichever loads: newer records may come
// before it. On a ClickHouse server it lasts as long as the process. Does not: outlive a process for a replay of the quarantine, which
// nobody repeats by himself.
import { readText, remove, writeTextAtomic } from '../platform/index.ts'

/** Records of one log, by sequence. */
export interface Covered {
  log: string
  first: number
  last: number
  /** They were read before, and come from the quarantine. */
  isReplay?: boolean
}

export class HalfLoad {
  readonly #path: string | undefined
  #pending: Covered[]

  /** @param path of the file that remembers; undefined: memory only */
  constructor(path: string | undefined) {
    this.#path = path
    const text = path === undefined ? undefined : readText(path)
    this.#pending = text === undefined ? [] : (JSON.parse(text) as Covered[]).filter(({ isReplay }) => !isReplay)
  }

  get isPending(): boolean {
    return this.#pending.length > 0
  }

  /** These go in now. */
  begin(covered: readonly Covered[]): void {
    this.#forget(covered)
    this.#pending.push(...covered)
    this.#remember()
  }

  /** These are in, whole. */
  done(covered: readonly Covered[]): void {
    this.#forget(covered)
    this.#remember()
  }

  #forget(covered: readonly Covered[]): void {
    for (const whole of covered) this.#pending = this.#pending.flatMap((half) => without(half, whole))
  }

  #remember(): void {
    if (this.#path === undefined) return
    if (this.isPending) writeTextAtomic(this.#path, JSON.stringify(this.#pending))
    else remove(this.#path)
  }
}

/** What of a stretch another leaves: none, one or two. */
function without(half: Covered, whole: Covered): Covered[] {
  if (half.log !== whole.log || half.first > whole.last || half.last < whole.first) return [half]
  return [
    { ...half, last: whole.first - 1 },
    { ...half, first: whole.last + 1 },
  ].filter(({ first, last }) => first <= last)
}
