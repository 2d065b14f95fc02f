// What a collector's counters grew by within the last minutes: they count since its start, and a fault of last week is no news.
import type { Lately } from '../../api/index.ts'

/** How far back, milliseconds: ten looks. */
const LATELY_MS = 600_000

export interface Counted extends Omit<Lately, 'since'> {
  /** Milliseconds since the Unix epoch. */
  at: number
}

export class Counters {
  #seen: Counted[] = []

  /** Take what was read now. @returns what came since the oldest look that is not too old; null at the first one, or since its restart. */
  since(now: Counted): Lately | null {
    const last = this.#seen.at(-1)
    // Counters that fell began anew.
    if (last && last.recorded > now.recorded) this.#seen = []
    this.#seen = [...this.#seen.filter(({ at }) => now.at - at <= LATELY_MS), now]
    const [first = now] = this.#seen
    if (first === now) return null
    const before = first.refused
    const refused = Object.entries(now.refused).map(([reason, count]): [string, number] => [
      reason,
      count - (before[reason] ?? 0),
    ])
    return {
      since: new Date(first.at).toISOString(),
      recorded: now.recorded - first.recorded,
      refused: Object.fromEntries(refused),
      logFailures: now.logFailures - first.logFailures,
    }
  }
}
