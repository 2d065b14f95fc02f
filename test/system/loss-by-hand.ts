// The loss as docs/reference/loss.md says it, added up outbox by outbox and number by number: what the statement over rolled-up parts is held against.
// Knows no caps and no wild outboxes.
const MINUTE = 60_000
const SETTLE = 10 * MINUTE
const KEPT = 35 * 24 * 60 * MINUTE

/** An event that is in the store. */
export interface Numbered {
  outbox: string
  n: number
  via: string
  /** Milliseconds since the Unix epoch. */
  at: number
  receivedAt: number
  /** It counts, and under a good token. */
  isGood: boolean
}

export interface Tally {
  expected: number
  seen: number
  pending: number
  outboxes: number
}

/** By what `keyOf` says of an event; keys with nothing to tell are there too. */
export function lossByHand(
  events: readonly Numbered[],
  now: number,
  keyOf: (event: Numbered) => string,
): Record<string, Tally> {
  const all: Record<string, Tally> = {}
  for (const group of Map.groupBy(events, ({ outbox }) => outbox).values()) {
    if (!group.some(({ isGood }) => isGood)) continue
    const sorted = group.toSorted((a, b) => a.n - b.n)
    const witness = witnessOf(sorted, now)
    const heardAt = Math.max(...sorted.map(({ receivedAt }) => receivedAt))
    const given: Record<string, number> = {}
    let before = 0
    for (const event of sorted) {
      const key = keyOf(event)
      all[key] ??= { expected: 0, seen: 0, pending: 0, outboxes: 0 }
      const tally = all[key]
      const [step, gap] = [event.n - before, event.n - before - 1]
      before = event.n
      given[key] ??= 0
      if (event.n > witness || heardAt > now - SETTLE) {
        tally.pending += gap
        continue
      }
      const trials = step - (event.n === witness ? 1 : 0)
      given[key] += trials
      tally.expected += trials
      tally.seen += trials - gap
    }
    for (const [key, trials] of Object.entries(given)) if (trials > 0) all[key]!.outboxes++
  }
  return all
}

/** The first number of the last visit; of the last record, once nothing more can come. Times are read to the minute. */
function witnessOf(sorted: readonly Numbered[], now: number): number {
  const heardAt = Math.max(...sorted.map(({ receivedAt }) => receivedAt))
  const lastRecord = Math.min(...sorted.filter(({ receivedAt }) => receivedAt === heardAt).map(({ n }) => n))
  const recent = sorted.find(({ at, n }) => {
    const minute = Math.floor(at / MINUTE) * MINUTE
    return minute > heardAt - SETTLE - MINUTE && (minute > now - KEPT || n >= lastRecord)
  })
  return Math.min(recent?.n ?? Number.POSITIVE_INFINITY, sorted.at(-1)!.n)
}
