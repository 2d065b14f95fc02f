// The steps of a series: minutes from events, hours and days from rolled-up tables, of a range and of the period before it.
// Promises: hours and days are those of the zone, with its 23 and 25 hour days; both periods of long steps come from one statement.
import { QUARTER_MS, rollupRows, type Store } from '../store/index.ts'
import { narrowed } from './cells.ts'
import { ROLLUP_DIMENSIONS } from './dimensions.ts'
import { SERIES_HOURS_MAX, SERIES_LATE_MS, SERIES_MINUTES_MAX } from './limits.ts'
import { onlyClause } from './only.ts'
import { periodsClause, type Range, readRange, sitesClause } from './range.ts'
import type { Series, SeriesPoint, SeriesQuery } from './series.ts'

export const STEP_MS: Readonly<Record<Series['step'], number>> = {
  minute: 60_000,
  fiveMinutes: 300_000,
  hour: 3_600_000,
  day: 86_400_000,
}
/** Up to here in single minutes: two hours. */
const SINGLE_MINUTES_MAX = 120

export function stepOf({ from, to }: Range): Series['step'] {
  const minutes = (to - from) / 60_000
  if (minutes <= SINGLE_MINUTES_MAX) return 'minute'
  if (minutes <= SERIES_MINUTES_MAX) return 'fiveMinutes'
  return minutes / 60 <= SERIES_HOURS_MAX ? 'hour' : 'day'
}

/** A point; of a short step, also how many of all that count came in live, and late. */
export interface Step extends Omit<SeriesPoint, 'at'> {
  at0: number
  live?: number
  late?: number
}

/** Steps of a range, and of the time before it. */
interface Steps {
  now: Step[]
  earlier: Step[]
}

/** Steps of the range, and of the period before it. @param before null: of none */
export async function stepsOf(
  store: Store,
  query: SeriesQuery,
  range: Range,
  before: Pick<Range, 'from' | 'to'> | null,
  step: Series['step'],
): Promise<Steps> {
  const isLong = step === 'hour' || step === 'day'
  const ask = async (part: Range, cut?: Cut): Promise<Steps> =>
    isLong
      ? longSteps(store, query, part, step, cut)
      : { now: await shortSteps(store, query, part, STEP_MS[step]), earlier: [] }
  if (before === null) return ask(range)
  if (isLong && range.from % QUARTER_MS === 0 && before.to % QUARTER_MS === 0)
    return ask({ ...range, from: before.from }, { end: before.to, split: range.from })
  const [now, earlier] = await Promise.all([ask(range), ask({ ...range, ...before })])
  return { now: now.now, earlier: earlier.now }
}

async function shortSteps(store: Store, query: SeriesQuery, { from, to }: Range, stepMs: number): Promise<Step[]> {
  const { place, sites } = sitesClause(query.site)
  const only = onlyClause(query.only)
  return store.select<Step>(
    'series',
    { sites, from, to, stepMs, lateMs: SERIES_LATE_MS, ...only.params },
    { site: place, only: only.place },
  )
}

interface Sums extends Record<'shown' | 'viewed' | 'clicked' | 'clickedLate' | 'ordered', number> {
  /** Of an hour, Unix time in seconds; or a day. */
  at0: string
  isBefore: number | boolean
}

/** What is asked of a row. */
const COLUMNS = ['quarter', 'late', 'conversions', 'impressions', 'views', 'clicks']

/** What is before `end` is `earlier`, what is before `split` is left out; milliseconds, both at whole quarters of an hour. */
interface Cut {
  end: number
  split: number
}

async function longSteps(
  store: Store,
  query: SeriesQuery,
  range: Range,
  step: 'hour' | 'day',
  cut: Cut = { end: 0, split: 0 },
): Promise<Steps> {
  const { place, sites } = sitesClause(query.site)
  const found = await rollupRows(store, { from: range.from, to: range.to, place, sites })
  const { item: _item, position: _position, ...ofRow } = query.only ?? {}
  const periods = periodsClause(cut.end, cut.split)
  const counted = narrowed(found.all, `reason = '' ${periods.place} ${onlyClause(ofRow).place}`, query.only ?? {})
  const rows = await store.select<Sums>(
    'seriesSteps',
    { ...found.params, ...onlyClause(query.only).params, tz: range.tz, ...periods.params },
    { step: ROLLUP_DIMENSIONS[step], rows: counted(COLUMNS) },
  )
  const steps = (isBefore: boolean): Step[] =>
    rows.filter((row) => Boolean(row.isBefore) === isBefore).map((row) => stepFrom(row, range.tz))
  return { now: steps(false), earlier: steps(true) }
}

function stepFrom({ at0, shown, viewed, clicked, clickedLate, ordered }: Sums, tz: string): Step {
  return {
    at0: /^\d+$/.test(at0) ? Number(at0) * 1_000 : readRange({ from: at0, tz }).from,
    ...{ impressions: shown, views: viewed, clicks: clicked, lateClicks: clickedLate, conversions: ordered },
  }
}
