// Figures over time, in steps that suit the length: minutes of an hour, hours of a fortnight, days of a season.
// Promises: what came late stands in the step in which it happened, and is told apart; a stretch in which nothing came in live, though
// something happened, is told, and one that goes on. Does not: say whose fault that was; a visitor's own network looks alike where there is one visitor.
import type { Store } from '../store/index.ts'
import { rangeBefore } from './compare.ts'
import { keptRange, keptSince } from './kept.ts'
import { SERIES_SILENT_SHARE } from './limits.ts'
import type { Only } from './only.ts'
import { longSilences, type Silence } from './quiet.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'
import { isLong, STEP_MS, type Step, stepOf, stepsOf } from './series-steps.ts'

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
  /** What the period before is, milliseconds: of a period that is not over, it ends at the same time of day. Null when some of it was erased, or the range has no beginning. */
  before: { from: number; to: number } | null
  /** Stretches in which next to nothing came in live: in steps of minutes, as many of them; else to the minute, as `quiet.ts` finds them. Whatever `only` is, when they go on. */
  silences: Silence[]
}

/** Without the period before when some of that was erased. @param now as of `compare` @throws WaysideError RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function series(store: Store, query: SeriesQuery, now: number): Promise<Series> {
  const clause = sitesClause(query.site)
  const { sites } = clause
  const range = await keptRange(store, query, sites)
  const period = rangeBefore(range, now)
  const isKept = period.from > 0 && period.from >= (await keptSince(store, sites))
  const before = isKept ? period : null
  const step = stepOf(range)
  const [{ now: steps, earlier }, silences] = await Promise.all([
    stepsOf(store, query, range, before, step),
    longSilences(store, clause, range, now, isLong(step)),
  ])
  return {
    step,
    points: steps.map(pointOf),
    previous: earlier.map((row) => ({ ...pointOf(row), at: row.at0 + range.from - period.from })),
    before,
    silences: [...silencesOf(steps, STEP_MS[step]), ...silences],
  }
}

function pointOf({ at0, live: _live, late: _late, ...figures }: Step): SeriesPoint {
  return { at: at0, ...figures }
}

/** Neighbouring silent steps are one stretch, also when steps without any event lie between. */
function silencesOf(steps: readonly Step[], stepMs: number): Series['silences'] {
  const found: Series['silences'] = []
  let isOpen = false
  for (const { at0, live = 0, late = 0, lateClicks } of steps) {
    const isSilent = late > 0 && live <= SERIES_SILENT_SHARE * (live + late)
    const last = found.at(-1)
    if (isSilent && isOpen && last) Object.assign(last, { to: at0 + stepMs, clicks: last.clicks + lateClicks })
    else if (isSilent) found.push({ from: at0, to: at0 + stepMs, clicks: lateClicks, isOver: true })
    isOpen = isSilent
  }
  return found
}
