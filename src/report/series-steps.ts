// The steps of a series: minutes from events, hours and days from rolled-up tables, of a range and of the period before it.
// Promises: hours and days are those of the zone, with its 23 and 25 hour days; both periods of long steps come from one statement.
import type { Store } from '../store/index.ts'
import { SERIES_HOURS_MAX, SERIES_LATE_MS, SERIES_MINUTES_MAX } from './limits.ts'
import { onlyClause } from './only.ts'
import { cutPeriods, type PeriodsQuery, periodSteps, type StepSums } from './periods.ts'
import { type Range, readRange, sitesClause } from './range.ts'
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
  const { site, only } = query
  const ask = async (part: Pick<PeriodsQuery, 'range' | 'cut'>): Promise<Steps> =>
    isLong(step)
      ? longSteps(store, { site, only, ...part }, step)
      : { now: await shortSteps(store, query, part.range, STEP_MS[step]), earlier: [] }
  const whole = (of: Range) => ask({ range: of, cut: { end: 0, split: 0 } })
  if (before === null) return whole(range)
  const both = isLong(step) ? cutPeriods(range, before) : undefined
  if (both) return ask(both)
  const [now, earlier] = await Promise.all([whole(range), whole({ ...range, ...before })])
  return { now: now.now, earlier: earlier.now }
}

/** Is it added up from rolled-up rows? */
export function isLong(step: Series['step']): step is 'hour' | 'day' {
  return step === 'hour' || step === 'day'
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

/** Those of a step that count, whatever their currency. */
async function longSteps(store: Store, query: PeriodsQuery, step: 'hour' | 'day'): Promise<Steps> {
  const found = { now: new Map<string, Step>(), earlier: new Map<string, Step>() }
  for (const sums of await periodSteps(store, query, step)) {
    if (sums.ofReason !== '') continue
    const steps = sums.isBefore ? found.earlier : found.now
    steps.set(sums.at0, added(steps.get(sums.at0) ?? emptyAt(sums.at0, query.range.tz), sums))
  }
  const inOrder = (steps: Map<string, Step>): Step[] => [...steps.values()].sort((one, other) => one.at0 - other.at0)
  return { now: inOrder(found.now), earlier: inOrder(found.earlier) }
}

function emptyAt(at0: string, tz: string): Step {
  const at = /^\d+$/.test(at0) ? Number(at0) * 1_000 : readRange({ from: at0, tz }).from
  return { at0: at, impressions: 0, views: 0, clicks: 0, lateClicks: 0, conversions: 0 }
}

function added(step: Step, { shown, viewed, clicked, clickedLate, ordered }: StepSums): Step {
  return {
    at0: step.at0,
    ...{ impressions: step.impressions + shown, views: step.views + viewed, clicks: step.clicks + clicked },
    ...{ lateClicks: step.lateClicks + clickedLate, conversions: step.conversions + ordered },
  }
}
