// What a recommender tells: lists that it served, and conversions. Turns them into events of the wire format, as lines of JSON.
// Does not: judge. What the service refuses it names, in the counters; refusing here would hide it.
import type { Event } from '../event/index.ts'
import { uuidv7 } from './ids.ts'

/** One list that was served. */
export interface ServedList {
  /** The list's id, as `sign` gave it. */
  list: string
  placement: string
  variant?: string
  /** Item ids in the order shown. */
  items: readonly string[]
  /** The policy's probability of showing each item where it stands, 0 to 1: what off-policy evaluation needs. */
  propensities?: readonly number[]
  /** Where each item stands, from 1, when these are only some of the list. Default: 1, 2, 3 … */
  positions?: readonly number[]
  /** Milliseconds since the Unix epoch, with microseconds as decimals if you know them. Default: now. */
  occurredAt?: number
}

/** A later act of value. Name at least one of `order`, `visitor`, `list` and `item`, or it can be joined to nothing. */
export interface Conversion {
  /** A UUID of your own, if you may report the same one twice: it counts once. Default: a new one. */
  id?: string
  /** Your order id. */
  order?: string
  item?: string
  /** Id of the list that led to it. */
  list?: string
  /** Pseudonymous id, as the page sends it; only with consent. */
  visitor?: string
  /** Decimal string with at most 4 decimals; negative for a refund. */
  value?: string
  /** ISO 4217. */
  currency?: string
  /** Milliseconds since the Unix epoch, with microseconds as decimals if you know them. Default: now. */
  occurredAt?: number
}

/** One event, encoded, as the outbox keeps it. */
export interface Line {
  text: string
  bytes: number
  conversion: boolean
}

/** One `served` event for each item. @param number gives each event its number in the outbox. */
export function servedLines(served: ServedList, now: number, number: () => number): Line[] {
  const { list, placement, variant, propensities, positions, occurredAt = now } = served
  return served.items.map((item, index) =>
    lineOf({
      id: uuidv7(now),
      n: number(),
      type: 'served',
      ...timeOf(occurredAt),
      listId: list,
      placement,
      ...(variant !== undefined && { variant }),
      item,
      position: positions?.[index] ?? index + 1,
      ...(propensities?.[index] !== undefined && { propensity: propensities[index] }),
    }),
  )
}

export function conversionLine(conversion: Conversion, now: number, number: () => number): Line {
  const { id = uuidv7(now), occurredAt = now, list, ...rest } = conversion
  return lineOf({
    id,
    n: number(),
    type: 'conversion',
    ...timeOf(occurredAt),
    ...(list !== undefined && { listId: list }),
    ...rest,
  })
}

/** Whole milliseconds, and what is beyond them. */
function timeOf(ms: number): Pick<Event, 'occurredAt' | 'micros'> {
  const inMicros = Math.round(ms * 1_000)
  const micros = ((inMicros % 1_000) + 1_000) % 1_000
  return { occurredAt: (inMicros - micros) / 1_000, ...(micros > 0 && { micros }) }
}

function lineOf(event: Event): Line {
  const text = JSON.stringify(event)
  return { text, bytes: Buffer.byteLength(text) + 1, conversion: event.type === 'conversion' }
}
