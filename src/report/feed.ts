// The feed: events in the order in which the logs brought them, from any place on, as often as one likes.
// Promises: whoever goes on from the place of the last event read misses none and meets it again only after a crash of his own; an event is
// told when everything about it is settled in the store. At least once: count by id. Does not: wait, filter, or know who reads.
import type { Store } from '../store/index.ts'
import { afterText, boundLogs, type FeedPlace, withinText } from './feed-place.ts'
import { FEED_EVENTS_MAX, FEED_RECORDS_MAX } from './limits.ts'

export interface FeedEvent {
  id: string
  site: string
  type: string
  /** `counted`, or the first reason why not. */
  verdict: string
  /** ISO 8601: corrected by our clock. */
  at: string
  receivedAt: string
  late: boolean
  /** That took its first copy. */
  datacenter: string
  /** What was said of it; what was not is left out. */
  list?: string
  placement?: string
  variant?: string
  item?: string
  position?: number
  propensity?: number
  visitor?: string
  value?: number
  currency?: string
  order?: string
  device?: string
  country?: string
}

/** Events in order, each with the place right after it; and the place after all that was looked at. */
export interface FeedPage {
  events: { event: FeedEvent; place: FeedPlace }[]
  place: FeedPlace
  /** There is nothing more now. */
  isEnd: boolean
}

interface FeedRecord {
  log: string
  sequence: number
  receivedAt: number
  received: number
}

/** The place after everything that was received before a time, milliseconds; after everything there is, when absent. */
export async function feedPlace(store: Store, before: number = Date.UTC(2200, 0, 1)): Promise<FeedPlace> {
  const ends = await store.select<{ log: string; sequence: number }>('feedEnds', { before })
  return Object.fromEntries(ends.map(({ log, sequence }) => [log, sequence]))
}

/** What comes after a place: some thousand events at most. Read while no load is half done, so that labels are settled. */
export function feedPage(store: Store, after: FeedPlace): Promise<FeedPage> {
  return store.alone(async () => {
    const found = await store.select<FeedRecord>(
      'feedRecords',
      { ...boundLogs(after), records: FEED_RECORDS_MAX },
      { after: afterText(after) },
    )
    const { taken, isEnd } = take(found)
    if (taken.length === 0) return { events: [], place: after, isEnd }
    const place = { ...after }
    for (const { log, sequence } of taken) place[log] = sequence
    const times = taken.map(({ receivedAt }) => receivedAt)
    const params = { from: Math.min(...times), to: Math.max(...times), ...boundLogs(place) }
    const rows = await store.select<Row>('feedEvents', params, { within: withinText(place, after) })
    return { events: placed(rows, after), place, isEnd }
  })
}

/** As many records as hold about a page of events, the same share of each log. */
function take(found: readonly FeedRecord[]): { taken: FeedRecord[]; isEnd: boolean } {
  const logs = Map.groupBy(found, ({ log }) => log)
  const share = FEED_EVENTS_MAX / Math.max(1, logs.size)
  let isEnd = true
  const taken = [...logs.values()].flatMap((records) => {
    const some = records.slice(0, countWithin(records, share))
    if (some.length < records.length || records.length >= FEED_RECORDS_MAX) isEnd = false
    return some
  })
  return { taken, isEnd }
}

/** How many records hold no more events than this in all; one at least. */
function countWithin(records: readonly FeedRecord[], events: number): number {
  let sum = 0
  const over = records.findIndex(({ received }) => {
    sum += received
    return sum > events
  })
  return over < 0 ? records.length : Math.max(1, over)
}

type Row = Record<string, string | number | boolean | null> & { log: string; sequence: number; reason: string }

/** Events with the place after each: that of its record, once its last event is told. */
function placed(rows: readonly Row[], after: FeedPlace): FeedPage['events'] {
  const place = { ...after }
  return rows.map((row, at) => {
    const next = rows[at + 1]
    const isLast = next === undefined || next.log !== row.log || next.sequence !== row.sequence
    if (isLast) place[row.log] = row.sequence
    return { event: eventOf(row), place: { ...place } }
  })
}

function eventOf({ log: _log, sequence: _sequence, reason, at, receivedAt, orderId, type, ...facts }: Row): FeedEvent {
  const said = Object.entries({ ...facts, order: orderId }).filter(([name, value]) => {
    if (name === 'value' || name === 'currency') return type === 'conversion' && value !== ''
    return value !== '' && value !== null && !(name.endsWith('osition') && value === 0)
  })
  return {
    ...(Object.fromEntries(said) as unknown as Pick<FeedEvent, 'id' | 'site' | 'late' | 'datacenter'>),
    type: String(type),
    verdict: reason === '' ? 'counted' : reason,
    at: new Date(Number(at)).toISOString(),
    receivedAt: new Date(Number(receivedAt)).toISOString(),
  }
}
