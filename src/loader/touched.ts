// Which groups of events a load touched: the labels that depend on other events (`repeat`, `rate`) are settled for these alone.
// Promises: every event that could change a label is covered. See docs/decisions/repeats.md.
import type { Facts } from './judge/index.ts'
import type { Wide } from './rows/wide.ts'

/** A list that was touched. */
export interface TouchedList {
  /** When it was signed, Unix seconds: finds its rows among millions. One, unless two lists were given one id. */
  issuedAt: number[]
  /** It may hold repeats: two of its events look like one another, or there were events of it before. */
  isSuspect: boolean
  /** Its events in this load: what they are (an item's number and a type) and their rows. */
  kinds: number[]
  rows: number[]
}

/** Events of a list that are compared with one another in a load; a list with more is suspect. More than most lists have, and few to look through. */
const COMPARED_MAX = 64

/** What was touched on one site. */
export interface TouchedSite {
  lists: Map<string, TouchedList>
  /** Calendar minutes of corrected time that hold touched clicks, minutes since the Unix epoch. */
  minutes: Set<number>
}

export type Touched = Map<string, TouchedSite>

/** Note one event. Events without an outbox take no part; nor does what has no list, in repeats. @returns its list, if that takes part */
export function touch(
  touched: Touched,
  site: string,
  facts: Pick<Facts, 'type' | 'tokenIssuedAt'>,
  list: string,
  at: number,
): TouchedList | undefined {
  const { type } = facts
  if (type === 'served' || type === 'conversion') return undefined
  let of = touched.get(site)
  if (!of) {
    of = { lists: new Map(), minutes: new Set() }
    touched.set(site, of)
  }
  if (type === 'click') of.minutes.add(Math.floor(at / 60_000))
  return list === '' ? undefined : touchList(of, list, Math.floor((facts.tokenIssuedAt ?? 0) / 1_000))
}

/** Note a list. */
export function touchList({ lists }: Pick<TouchedSite, 'lists'>, list: string, issuedAt: number): TouchedList {
  let of = lists.get(list)
  if (!of) {
    of = { issuedAt: [issuedAt], isSuspect: false, kinds: [], rows: [] }
    lists.set(list, of)
  } else if (of.issuedAt[0] !== issuedAt && !of.issuedAt.includes(issuedAt)) of.issuedAt.push(issuedAt)
  return of
}

/** Compare an event with those of its list before it in this load: the list is suspect when two of a kind and an outbox have different ids. */
export function compare(of: TouchedList, kind: number, row: number, { outbox, id }: { outbox: Wide; id: Wide }): void {
  if (of.isSuspect) return
  const { kinds, rows } = of
  for (let i = 0; i < kinds.length; i++)
    if (kinds[i] === kind && outbox.isSame(rows[i]!, row) && !id.isSame(rows[i]!, row)) of.isSuspect = true
  if (kinds.length === COMPARED_MAX) of.isSuspect = true
  kinds.push(kind)
  rows.push(row)
}
