// Which groups of events a load touched: the labels that depend on other events (`repeat`, `rate`) are settled for these alone.
// Promises: every event that could change a label is covered. See docs/decisions/repeats.md.
import type { Facts } from './judge/index.ts'

/** What was touched on one site. */
export interface TouchedSite {
  lists: Set<string>
  /** When the touched lists were signed, Unix seconds: finds their rows among millions. */
  issuedAt: Set<number>
  /** Calendar minutes of corrected time that hold touched clicks, minutes since the Unix epoch. */
  minutes: Set<number>
}

export type Touched = Map<string, TouchedSite>

/** Note one event. Events without an outbox take no part; nor does what has no list, in repeats. */
export function touch(
  touched: Touched,
  site: string,
  facts: Pick<Facts, 'type' | 'tokenIssuedAt'>,
  list: string,
  at: number,
): void {
  const { type } = facts
  if (type === 'served' || type === 'conversion') return
  let of = touched.get(site)
  if (!of) {
    of = { lists: new Set(), issuedAt: new Set(), minutes: new Set() }
    touched.set(site, of)
  }
  if (list !== '') {
    of.lists.add(list)
    of.issuedAt.add(Math.floor((facts.tokenIssuedAt ?? 0) / 1_000))
  }
  if (type === 'click') of.minutes.add(Math.floor(at / 60_000))
}
