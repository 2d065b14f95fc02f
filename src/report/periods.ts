// Sums of a period and of the one before it from rolled-up rows, in hours or days: what the series and the totals of one view are both made of.
// Promises: one statement for both, which the engine is asked once; days and hours are those of the zone, with its 23 and 25 hour days.
import { QUARTER_MS, rollupRows, type Store, statement, union } from '../store/index.ts'
import { narrowed } from './cells.ts'
import { ROLLUP_DIMENSIONS } from './dimensions.ts'
import { type Only, onlyClause } from './only.ts'
import { periodsClause, type Range, type Sites, sitesClause } from './range.ts'

export interface PeriodsQuery {
  site: Sites
  only?: Only | undefined
  /** From the beginning of the period before. */
  range: Range
  /** What is before `end` is of the period before, what is between that and `split` of none; milliseconds. Both 0 where there is no period before. */
  cut: { end: number; split: number }
}

/** Sums of one step, reason (empty: they count) and currency. */
export interface StepSums
  extends Record<'shown' | 'viewed' | 'clicked' | 'clickedLate' | 'ordered' | 'happened' | 'lates' | 'paid', number> {
  isBefore: number | boolean
  /** Of an hour, Unix time in seconds; or a day. */
  at0: string
  ofReason: string
  ofCurrency: string
  /** Of the conversions, those that name their currency. */
  orderedFor: number
  /** Lists with at least one impression, and with at least one click, that stand in no other step. */
  shownOnce: number
  clickedOnce: number
  /** Those of the whole period that may stand in several. */
  shownAgain: number
  clickedAgain: number
}

/** Both periods, cut where one statement can tell them apart; undefined where they must be asked for one by one. */
export function cutPeriods(
  range: Range,
  before: Pick<Range, 'from' | 'to'>,
): Pick<PeriodsQuery, 'range' | 'cut'> | undefined {
  if (range.from % QUARTER_MS !== 0 || before.to % QUARTER_MS !== 0) return undefined
  return { range: { ...range, from: before.from }, cut: { end: before.to, split: range.from } }
}

/** In no order; several of one time by reason, currency, and what they are made of. */
export async function periodSteps(
  store: Store,
  { site, only = {}, range, cut }: PeriodsQuery,
  step: 'hour' | 'day',
): Promise<StepSums[]> {
  const { place, sites } = sitesClause(site)
  const found = await rollupRows(store, { from: range.from, to: range.to, place, sites })
  const { item: _item, position: _position, ...rest } = only
  const periods = periodsClause(cut.end, cut.split)
  const { plain, others } = narrowed(found, `true ${onlyClause(rest).place} ${periods.place}`, only)
  const sumsOf = (name: string, rows: string): string =>
    rows === '' ? '' : statement(name, { step: ROLLUP_DIMENSIONS[step], strays: found.strays, rows })
  const counts = ['quarter', 'list', 'impressions', 'views', 'clicks']
  const sums = union(
    sumsOf('periodPlain', plain(counts)),
    sumsOf('periodOthers', others([...counts, 'events', 'reason', 'currency', 'late', 'conversions', 'worth'])),
  )
  const params = { ...found.params, ...onlyClause(only).params, ...periods.params, tz: range.tz }
  return store.select('periodSteps', params, { sums })
}
