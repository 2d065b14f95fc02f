// A report beside that of the period before it: the same number of local days, or of milliseconds when the range is none of whole days.
// Promises: a week with a change of clocks is compared with the week before it, hour by local hour; a period that is not over is compared with as much of
// the one before. Does not: say whether a change is chance.
import { WaysideError } from '../event/index.ts'
import { QUARTER_MS, type Store } from '../store/index.ts'
import { COMPARE_MINUTES_MS } from './limits.ts'
import { offsetMs, type Range, readRange } from './range.ts'
import { type Report, type ReportQuery, report } from './report.ts'
import type { ReportRow } from './row.ts'
import { totals } from './totals.ts'

/** The figures of the period before that stand beside a row. */
export type Previous = Pick<
  ReportRow,
  'impressions' | 'views' | 'clicks' | 'clickThroughRate' | 'listClickThroughRate' | 'conversions' | 'value'
>

export interface ComparedRow extends ReportRow {
  /** Null where the period before has no such row. */
  previous: Previous | null
}

export interface Comparison extends Omit<Report, 'rows'> {
  rows: ComparedRow[]
  /** The period before, ISO 8601. `from` is included, `to` is not. Of a period that is not over, it ends at the same time of day. */
  previous: { from: string; to: string }
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/**
 * @param now milliseconds since the Unix epoch: what ends after it is not over
 * @throws WaysideError RANGE when an end of the range is open; DIMENSION_UNKNOWN, TIME_ZONE, QUERY as `report`.
 */
export async function compare(store: Store, query: ReportQuery, now: number): Promise<Comparison> {
  if (query.from === undefined || query.to === undefined)
    throw new WaysideError('RANGE', 'A comparison needs both "from" and "to".')
  const range = readRange(query)
  const before = rangeBefore(range, now)
  const previous = { from: new Date(before.from).toISOString(), to: new Date(before.to).toISOString() }
  const { limit: _limit, after: _after, ...whole } = query
  const [current, then] =
    (await totals(store, query, range, before)) ??
    (await Promise.all([report(store, query), report(store, { ...whole, ...previous })]))
  const by = query.by ?? []
  const namesNow = namesOf(current.rows, by)
  const shiftMs = wall(range.from, range.tz) - wall(before.from, range.tz)
  const byName = new Map(namesOf(then.rows, by, shiftMs).map((name, at) => [name, then.rows[at]!]))
  return {
    ...current,
    rows: current.rows.map((row, at) => ({ ...row, previous: previousOf(byName.get(namesNow[at]!)) })),
    previous,
  }
}

/**
 * The range of the same length that ends where this one begins. Of a range that ends after `now`, only as much as has passed of this one, in local time:
 * to the minute, and later in it, where that is little, to the last whole quarter of an hour, up to which everything is rolled up.
 */
export function rangeBefore({ from, to, tz }: Range, now: number): Pick<Range, 'from' | 'to'> {
  const passed = momentOf(from, now)
  const isOver = Math.max(now, passed) >= to || now < from
  const [wallFrom, wallTo] = [wall(from, tz), wall(to, tz)]
  if (wallFrom % DAY_MS !== 0 || wallTo % DAY_MS !== 0) {
    const start = Math.max(0, from - (to - from))
    return { from: start, to: isOver ? from : Math.max(start + MINUTE_MS, passed - (to - from)) }
  }
  const shiftMs = wallTo - wallFrom
  const local = (at: number): number => readRange({ from: new Date(at).toISOString().slice(0, -1), tz }).from
  const start = local(wallFrom - shiftMs)
  if (isOver) return { from: start, to: from }
  return { from: start, to: Math.min(from, Math.max(start + MINUTE_MS, local(wall(passed, tz) - shiftMs))) }
}

/** Up to when a period that began at `from` is compared. */
function momentOf(from: number, now: number): number {
  if (now - from < COMPARE_MINUTES_MS) return Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS
  return Math.floor(now / QUARTER_MS) * QUARTER_MS
}

/** What the clock on the wall shows, as if it were UTC. */
function wall(at: number, tz: string): number {
  return at + offsetMs(at, tz)
}

/** What each row is called by its dimensions; days and hours as local time, moved by `shiftMs`. The two 2 o'clocks of one night are told apart by their order. */
function namesOf(rows: readonly ReportRow[], by: readonly string[], shiftMs = 0): string[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const named = row as unknown as Record<string, unknown>
    const name = JSON.stringify(by.map((dimension) => moved(dimension, named[dimension], shiftMs)))
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return `${name}${times}`
  })
}

function moved(dimension: string, value: unknown, shiftMs: number): unknown {
  if (dimension === 'day') return new Date(Date.parse(String(value)) + shiftMs).toISOString().slice(0, 10)
  if (dimension === 'hour')
    return new Date(Date.parse(`${String(value).slice(0, 16)}Z`) + shiftMs).toISOString().slice(0, 16)
  return value
}

function previousOf(row: ReportRow | undefined): Previous | null {
  if (!row) return null
  const { impressions, views, clicks, clickThroughRate, listClickThroughRate, conversions, value } = row
  return { impressions, views, clicks, clickThroughRate, listClickThroughRate, conversions, value }
}
