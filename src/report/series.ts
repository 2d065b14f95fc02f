// Figures over time, in steps that suit the length: minutes of an hour, hours of a fortnight, days of a season.
// Promises: what came late stands in the step in which it happened, and is told apart; a stretch in which nothing came in live, though
// something happened, is told. Does not: say whose fault that was; a visitor's own network looks alike where there is one visitor.
import type { Store } from '../store/index.ts'
import { rangeBefore } from './compare.ts'
import { keptRange, keptSince } from './kept.ts'
import { SERIES_HOURS_MAX, SERIES_LATE_MS, SERIES_MINUTES_MAX, SERIES_SILENT_SHARE } from './limits.ts'
import { type Only, onlyClause } from './only.ts'
import { type Range, type RangeQuery, readRange, type Sites, sitesClause } from './range.ts'
import { report } from './report.ts'

export interface SeriesQuery extends RangeQuery {
  site: Sites
  only?: Only
}

export interface SeriesPoint {
  /** Milliseconds since the Unix epoch: where the step begins. */
  at: number
  impressions: number
  views: number
  clicks: number
  /** Of the clicks, those that came in late: of steps of minutes, more than SERIES_LATE_MS after they happened; of longer ones, more than an hour. */
  lateClicks: number
  conversions: number
}

export interface Series {
  step: 'minute' | 'fiveMinutes' | 'hour' | 'day'
  points: SeriesPoint[]
  /** The period before, moved to lie below this one. */
  previous: SeriesPoint[]
  /** Stretches in which next to nothing came in live, milliseconds. */
  silences: { from: number; to: number }[]
}

/** Without the period before when some of that was erased. @throws WaysideError RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function series(store: Store, query: SeriesQuery): Promise<Series> {
  const { sites } = sitesClause(query.site)
  const range = await keptRange(store, query, sites)
  const before = rangeBefore(range)
  const isKept = before.from >= (await keptSince(store, sites))
  const step = stepOf(range)
  const steps = (part: Pick<Range, 'from' | 'to'>): Promise<Step[]> =>
    step === 'hour' || step === 'day'
      ? longSteps(store, query, { ...range, ...part }, step)
      : shortSteps(store, query, part, STEP_MS[step])
  const now = await steps(range)
  const then = isKept ? await steps(before) : []
  return {
    step,
    points: now.map(pointOf),
    previous: then.map((row) => ({ ...pointOf(row), at: row.at0 + range.from - before.from })),
    silences: silencesOf(now, STEP_MS[step]),
  }
}

const STEP_MS: Readonly<Record<Series['step'], number>> = {
  minute: 60_000,
  fiveMinutes: 300_000,
  hour: 3_600_000,
  day: 86_400_000,
}
/** Up to here in single minutes: two hours. */
const SINGLE_MINUTES_MAX = 120

function stepOf({ from, to }: Range): Series['step'] {
  const minutes = (to - from) / 60_000
  if (minutes <= SINGLE_MINUTES_MAX) return 'minute'
  if (minutes <= SERIES_MINUTES_MAX) return 'fiveMinutes'
  return minutes / 60 <= SERIES_HOURS_MAX ? 'hour' : 'day'
}

interface Step extends Omit<SeriesPoint, 'at'> {
  at0: number
  live: number
  late: number
}

async function shortSteps(
  store: Store,
  query: SeriesQuery,
  { from, to }: Pick<Range, 'from' | 'to'>,
  stepMs: number,
): Promise<Step[]> {
  const { place, sites } = sitesClause(query.site)
  const only = onlyClause(query.only)
  return store.select<Step>(
    'series',
    { sites, from, to, stepMs, lateMs: SERIES_LATE_MS, ...only.params },
    { site: place, only: only.place },
  )
}

/** Hours and days are the report's: those of the zone, with its 23 and 25 hour days. */
async function longSteps(store: Store, query: SeriesQuery, range: Range, step: 'hour' | 'day'): Promise<Step[]> {
  const { rows } = await report(store, {
    ...query,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    tz: range.tz,
    by: [step],
  })
  return rows.map((row) => {
    const { impressions, views, clicks, lateClicks, conversions } = row
    const counted = impressions + views + clicks + conversions
    const late = Math.round((row.lateShare ?? 0) * counted)
    const at0 = step === 'hour' ? Date.parse(String(row.hour)) : readRange({ from: String(row.day), tz: range.tz }).from
    return { at0, impressions, views, clicks, lateClicks, conversions, live: counted - late, late }
  })
}

function pointOf({ at0, live: _live, late: _late, ...figures }: Step): SeriesPoint {
  return { at: at0, ...figures }
}

/** Neighbouring silent steps are one stretch, also when steps without any event lie between. */
function silencesOf(steps: readonly Step[], stepMs: number): Series['silences'] {
  const found: Series['silences'] = []
  let isOpen = false
  for (const { at0, live, late } of steps) {
    const isSilent = late > 0 && live <= SERIES_SILENT_SHARE * (live + late)
    const last = found.at(-1)
    if (isSilent && isOpen && last) last.to = at0 + stepMs
    else if (isSilent) found.push({ from: at0, to: at0 + stepMs })
    isOpen = isSilent
  }
  return found
}
