// Loss: what outboxes numbered and we never received, as a rate with a 95 % interval, by site, engine, device, transport and day.
// Promises: nothing that may still arrive is called lost; what the tag dropped because of a cap stands apart; no loss seen reads as 0 with an
// upper bound. Does not: see outboxes that were never heard from. The method and its limits: `docs/reference/loss.md`.
import { OUTBOX_AGE_MAX_MS, WaysideError } from '../event/index.ts'
import { outboxParts, type Store, statement } from '../store/index.ts'
import { keptRange } from './kept.ts'
import { LOSS_GAP_MAX, LOSS_SETTLE_MS } from './limits.ts'
import { type LossSums, lossInterval } from './loss-interval.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'

/** What the loss may be split by. `via` is the transport that proved a gap: of the event that closed it. */
export type LossDimension = 'site' | 'engine' | 'device' | 'via' | 'day'

/** What each is in a row: of the outbox, or out of the key that a gap is charged to. Nothing from outside goes into the statement. */
const DIMENSIONS: Readonly<Record<LossDimension, string>> = {
  site: 'site',
  engine: 'engineOf',
  device: 'deviceOf',
  via: "['', 'fetch', 'beacon', 'image', 'later', 'ping'][bitAnd(key, 7) + 1]",
  day: 'toDate(intDiv(key, 8))',
}
/** The parts of that key: days since 1970 times eight, and the transport's number. */
const KEYS: Readonly<Partial<Record<LossDimension, string>>> = {
  via: 'bitAnd(event, 7)',
  day: `8 * toInt64(${dayOf('minute')})`,
}
/** The same of a part whose events have one key. */
const PART_KEYS: Readonly<Partial<Record<LossDimension, string>>> = {
  via: 'toInt64(transport)',
  day: `8 * toInt64(${dayOf('firstMinute')})`,
}
const MINUTE_MS = 60_000

/** Made before the time looked at, by the outbox's own id (UUIDv7) and clock. */
const IS_OLD = `(substring(hex(outbox), 13, 1) = '7'
    AND min(atFirst) - (min(occurredFirst) - reinterpretAsUInt64(reverse(substring(outbox, 1, 6)))) < {scanFrom:Int64})`

function dayOf(minute: string): string {
  return `toDate(toDateTime(${minute} * 60, {tz:String}))`
}

/** Whether a part's numbers need no look, if its outbox has no other: see loss.sql. */
function easyText(by: readonly LossDimension[]): string {
  return `isPlain AND lasted > 0 AND lasted < {settleMs:Int64} + 60000 AND firstMinute >= {scanFromMinute:Int64}
    AND (firstMinute > {keptMinute:Int64} OR lastMinute <= {keptMinute:Int64})
    AND (firstMinute >= {fromMinute:Int64} AND lastMinute < {toMinute:Int64} OR lastMinute < {fromMinute:Int64} OR firstMinute >= {toMinute:Int64})
    ${by.includes('via') ? 'AND transport < 255' : ''}
    ${by.includes('day') ? `AND ${dayOf('firstMinute')} = ${dayOf('lastMinute')}` : ''}`
}

export interface LossQuery extends RangeQuery {
  site: Sites
  by?: readonly string[]
  /** How long an outbox must have been quiet, milliseconds; LOSS_SETTLE_MS otherwise. For tests of the method. */
  settleMs?: number
  /** Only outboxes that were shown this variant and no other. */
  arm?: { variant: string; placement: string }
  /** Our clock, milliseconds; the store's otherwise. */
  now?: number
}

/** Loss of one combination of the asked dimensions. Rates are null where there is nothing to judge by. */
export interface LossRow extends Partial<Record<LossDimension, string>> {
  /** Event numbers that were given, and either arrived or never will. */
  expected: number
  /** Of these, arrived. */
  seen: number
  /** (expected − seen) / expected. */
  loss: number | null
  /** The 95 % interval of `loss`. */
  low: number | null
  high: number | null
  /** Gaps that the tag says it made itself because of a cap, of pending outboxes too: neither expected, lost nor pending. */
  dropped: number
  /** Gaps that may still fill. */
  pending: number
  /** Outboxes that testify. */
  outboxes: number
  /** Outboxes left out, because a gap in them is wider than an outbox can hold. */
  setAside: number
}

export interface Loss {
  rows: LossRow[]
}

interface Sums extends LossSums {
  dropped: number
  pending: number
  setAside: number
}

/** @throws WaysideError DIMENSION_UNKNOWN, RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function loss(store: Store, query: LossQuery): Promise<Loss> {
  const { place, sites } = sitesClause(query.site)
  const { from, to, tz } = await keptRange(store, query, sites)
  const by = readDimensions(query.by ?? [])
  const now = query.now ?? (await store.select<{ now: number }>('lossNow'))[0]!.now
  const found = await outboxParts(store, { place, sites })
  const scanFrom = Math.floor(Math.max(0, from - OUTBOX_AGE_MAX_MS) / MINUTE_MS) * MINUTE_MS
  const params = {
    ...found.params,
    ...{ fromMinute: Math.floor(from / MINUTE_MS), toMinute: Math.ceil(to / MINUTE_MS), tz, now, scanFrom },
    ...{ scanFromMinute: scanFrom / MINUTE_MS, keptMinute: Math.floor((now - OUTBOX_AGE_MAX_MS) / MINUTE_MS) },
    ...{ keptMs: OUTBOX_AGE_MAX_MS, settleMs: query.settleMs ?? LOSS_SETTLE_MS, gapMax: LOSS_GAP_MAX },
    ...(query.arm && { arm: query.arm.variant, armPlacement: query.arm.placement, armFrom: from, armTo: to }),
  }
  const names = by.map((name) => `by_${name}`).join(', ')
  const keyOf = (of: typeof KEYS): string => by.flatMap((name) => of[name] ?? []).join(' + ') || '0'
  const sums = await store.select<Sums>('loss', params, {
    site: place,
    parts: found.sql,
    of: query.arm ? statement('outboxesOfArm') : 'true',
    isOld: IS_OLD,
    key: keyOf(KEYS),
    isEasy: easyText(by),
    partKey: `if(firstMinute >= {fromMinute:Int64} AND lastMinute < {toMinute:Int64}, toInt64(${keyOf(PART_KEYS)}), -1)`,
    dimensions: by.map((name) => `${DIMENSIONS[name]} AS by_${name},`).join(' '),
    grouping: by.length === 0 ? '' : `GROUP BY ${names} ORDER BY ${names}`,
  })
  return { rows: sums.map((row) => rowOf(row, by)) }
}

function readDimensions(by: readonly string[]): LossDimension[] {
  const unknown = by.find((name) => !Object.hasOwn(DIMENSIONS, name))
  if (unknown !== undefined)
    throw new WaysideError(
      'DIMENSION_UNKNOWN',
      `Loss is split by ${Object.keys(DIMENSIONS).join(', ')}, not by ${unknown}.`,
    )
  return [...new Set(by)] as LossDimension[]
}

function rowOf(sums: Sums, by: readonly LossDimension[]): LossRow {
  const named = sums as unknown as Record<string, string>
  const { trials, lost, dropped, pending, outboxes, setAside } = sums
  return {
    ...Object.fromEntries(by.map((name) => [name, named[`by_${name}`]!])),
    expected: Math.round(trials),
    seen: Math.round(trials - lost),
    ...lossInterval(sums),
    dropped: Math.round(dropped),
    pending: Math.round(pending),
    outboxes,
    setAside,
  }
}
