// Remembers which records are going in, so that nobody reads the books while a load that a crash cut short is half in.
// Promises: survives the process, where it has a file; cleared once every record of that load has gone in again, in whatever pieces.
// Does not: repeat anything. The loader asks what is left here, and finishes it before it reads on.
import { readText, remove, writeTextAtomic } from '../platform/index.ts'

/** Records of one log, by sequence. */
export interface Covered {
  log: string
  first: number
  last: number
  /** They were read before, and come from the quarantine: what is left of them is there, not in the log. */
  isReplay?: boolean
}

/** The file that remembers is in no form that is read here: it is of another version, or was written to by something else. */
export class HalfLoadUnreadable extends Error {
  constructor(path: string) {
    super(
      `${path} does not say which records were going in. Remove it: the loader then goes on from its checkpoints, which puts in again what was cut short; a replay from quarantine has to be asked for again.`,
    )
    this.name = 'HalfLoadUnreadable'
  }
}

export class HalfLoad {
  readonly #path: string | undefined
  #pending: readonly Covered[]

  /** @param path of the file that remembers; undefined: memory only @throws HalfLoadUnreadable */
  constructor(path: string | undefined) {
    this.#path = path
    const text = path === undefined ? undefined : readText(path)
    this.#pending = path === undefined || text === undefined ? [] : readPending(path, text)
  }

  get isPending(): boolean {
    return this.#pending.length > 0
  }

  /** What is going in, or was cut short, in the order in which it began. */
  get pending(): readonly Covered[] {
    return this.#pending
  }

  /** These go in now. */
  begin(covered: readonly Covered[]): void {
    this.#forget(covered)
    this.#pending = [...this.#pending, ...covered]
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

function readPending(path: string, text: string): Covered[] {
  const isCovered = (half: Partial<Covered> | null): boolean =>
    typeof half?.log === 'string' && Number.isSafeInteger(half.first) && Number.isSafeInteger(half.last)
  try {
    const pending: unknown = JSON.parse(text)
    if (Array.isArray(pending) && pending.every(isCovered)) return pending
  } catch {
    // Told below, as any other form is.
  }
  throw new HalfLoadUnreadable(path)
}

/** What of a stretch another leaves: none, one or two. */
function without(half: Covered, whole: Covered): Covered[] {
  if (half.log !== whole.log || (half.isReplay ?? false) !== (whole.isReplay ?? false)) return [half]
  if (half.first > whole.last || half.last < whole.first) return [half]
  return [
    { ...half, last: whole.first - 1 },
    { ...half, first: whole.last + 1 },
  ].filter(({ first, last }) => first <= last)
}
