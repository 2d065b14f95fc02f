// The totals of a period and of the one before it, where both are made of whole steps: of the same sums as the series beside them.
// Does not: split by anything, nor tell periods that begin or end within a quarter of an hour (`report.ts` does).
import type { Store } from '../store/index.ts'
import { mustBeKept } from './kept.ts'
import { cutPeriods, periodSteps, type StepSums } from './periods.ts'
import { type Range, sitesClause } from './range.ts'
import { newestRules, type Report, type ReportQuery } from './report.ts'
import { type Figures, roundMoney, rowOf } from './row.ts'
import { isLong, stepOf } from './series-steps.ts'
import { watermark } from './watermark.ts'

/** @returns what `report` gives of each period; undefined where it must be asked @throws WaysideError RANGE_ERASED, QUERY as `report`. */
export async function totals(
  store: Store,
  { site, only, by = [], limit, after }: ReportQuery,
  range: Range,
  before: Pick<Range, 'from' | 'to'>,
): Promise<[now: Report, then: Report] | undefined> {
  const step = stepOf(range)
  if (!isLong(step) || by.length > 0 || limit !== undefined || after !== undefined) return undefined
  const both = cutPeriods(range, before)
  if (!both) return undefined
  for (const { from } of [range, before]) await mustBeKept(store, from, sitesClause(site).sites)
  const [steps, rules, through] = await Promise.all([
    periodSteps(store, { site, only, ...both }, step),
    newestRules(store),
    watermark(store),
  ])
  const reportOf = (isBefore: boolean): Report => ({
    rows: [rowOf(figuresOf(steps.filter((row) => Boolean(row.isBefore) === isBefore)), [], range.tz)],
    rules,
    watermark: through,
  })
  return [reportOf(false), reportOf(true)]
}

function figuresOf(steps: readonly StepSums[]): Figures {
  const valid = steps.filter(({ ofReason }) => ofReason === '')
  const sum = (rows: readonly StepSums[], name: Counted): number => rows.reduce((all, row) => all + row[name], 0)
  return {
    ...{ impressions: sum(valid, 'shown'), views: sum(valid, 'viewed'), clicks: sum(valid, 'clicked') },
    ...{ grossImpressions: sum(steps, 'shown'), grossViews: sum(steps, 'viewed'), grossClicks: sum(steps, 'clicked') },
    invalidImpressions: byReason(steps, 'shown'),
    invalidViews: byReason(steps, 'viewed'),
    invalidClicks: byReason(steps, 'clicked'),
    lists: sum(steps, 'shownOnce') + (steps[0]?.shownAgain ?? 0),
    clickedLists: sum(steps, 'clickedOnce') + (steps[0]?.clickedAgain ?? 0),
    ...{ netEvents: sum(valid, 'happened'), lateEvents: sum(valid, 'lates'), lateClicks: sum(valid, 'clickedLate') },
    conversions: sum(valid, 'ordered'),
    valueByCurrency: byCurrency(valid),
  }
}

type Counted = Exclude<keyof StepSums, 'at0' | 'isBefore' | 'ofReason' | 'ofCurrency' | 'paid'>

/** By reason, in its order. */
function byReason(steps: readonly StepSums[], name: Counted): Record<string, number> {
  const sums = new Map<string, number>()
  for (const row of steps)
    if (row.ofReason !== '' && row[name] > 0) sums.set(row.ofReason, (sums.get(row.ofReason) ?? 0) + row[name])
  return Object.fromEntries([...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Of money that names no currency, only what is not nothing. To four decimals at each step, so that what was given back leaves nothing. */
function byCurrency(steps: readonly StepSums[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { ofCurrency, paid } of steps) sums[ofCurrency] = roundMoney((sums[ofCurrency] ?? 0) + paid)
  const named = new Set(steps.filter(({ orderedFor }) => orderedFor > 0).map(({ ofCurrency }) => ofCurrency))
  return Object.fromEntries(Object.entries(sums).filter(([currency, sum]) => sum !== 0 || named.has(currency)))
}
