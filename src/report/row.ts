// One row of a report: from what the store adds up to named figures. Gross = net + every reason, for each type of event.
import { hourText } from './range.ts'
import { wilson } from './wilson.ts'

/** What a report may be split by. */
export type Dimension =
  | 'site'
  | 'placement'
  | 'position'
  | 'item'
  | 'variant'
  | 'hour'
  | 'day'
  | 'country'
  | 'device'
  | 'via'

/** Figures of one combination of the asked dimensions. Empty names and position 0 (unknown) are null. */
export interface ReportRow extends Partial<Record<Dimension, string | number | null>> {
  /** Net: those that count. */
  impressions: number
  views: number
  clicks: number
  /** Gross: distinct ids, whatever the verdict. */
  grossImpressions: number
  grossViews: number
  grossClicks: number
  /** What does not count, by its first reason. Gross = net + these. */
  invalidImpressions: Record<string, number>
  invalidViews: Record<string, number>
  invalidClicks: Record<string, number>
  /** Per item seen: clicks / impressions; null where there are none. `…Low`, `…High`: its 95 % interval (Wilson). */
  clickThroughRate: number | null
  clickThroughLow: number | null
  clickThroughHigh: number | null
  /** Lists with at least one impression, and those of them with at least one click. */
  lists: number
  clickedLists: number
  /** Per list: clickedLists / lists. */
  listClickThroughRate: number | null
  listClickThroughLow: number | null
  listClickThroughHigh: number | null
  /** Viewable impressions: views / impressions. */
  viewableRate: number | null
  viewableLow: number | null
  viewableHigh: number | null
  /** Of the clicks, those that arrived late. */
  lateClicks: number
  /** Of all events that count, those that arrived late; they stand in the hour in which they happened. */
  lateShare: number | null
  conversions: number
  /** Sum of the conversions' values, refunds taken off; null when there are several currencies. Money without one stands under ISO 4217's code for that. */
  value: number | null
  valueByCurrency: Record<string, number>
}

/** What the store adds up. */
export interface Figures {
  impressions: number
  views: number
  clicks: number
  grossImpressions: number
  grossViews: number
  grossClicks: number
  invalidImpressions: Record<string, number>
  invalidViews: Record<string, number>
  invalidClicks: Record<string, number>
  lists: number
  clickedLists: number
  netEvents: number
  lateEvents: number
  lateClicks: number
  conversions: number
  valueByCurrency: Record<string, number>
}

/** @param by the asked dimensions, which stand in `figures` as `by_<name>`. */
export function rowOf(figures: Figures, by: readonly Dimension[], tz: string): ReportRow {
  const named = figures as unknown as Record<string, string | number>
  const dimensions = Object.fromEntries(by.map((name) => [name, readable(name, named[`by_${name}`]!, tz)]))
  const { impressions, views, clicks, lists, clickedLists, netEvents, lateEvents } = figures
  const perItem = wilson(clicks, impressions)
  const perList = wilson(clickedLists, lists)
  const viewable = wilson(views, impressions)
  return {
    ...dimensions,
    impressions,
    views,
    clicks,
    grossImpressions: figures.grossImpressions,
    grossViews: figures.grossViews,
    grossClicks: figures.grossClicks,
    invalidImpressions: figures.invalidImpressions,
    invalidViews: figures.invalidViews,
    invalidClicks: figures.invalidClicks,
    clickThroughRate: ratio(clicks, impressions),
    clickThroughLow: perItem?.low ?? null,
    clickThroughHigh: perItem?.high ?? null,
    lists,
    clickedLists,
    listClickThroughRate: ratio(clickedLists, lists),
    listClickThroughLow: perList?.low ?? null,
    listClickThroughHigh: perList?.high ?? null,
    viewableRate: ratio(views, impressions),
    viewableLow: viewable?.low ?? null,
    viewableHigh: viewable?.high ?? null,
    lateClicks: figures.lateClicks,
    lateShare: ratio(lateEvents, netEvents),
    conversions: figures.conversions,
    ...money(figures.valueByCurrency),
  }
}

/** Sums of different currencies are not added up. Four decimals, as they came in. */
function money(sums: Record<string, number>): Pick<ReportRow, 'value' | 'valueByCurrency'> {
  const valueByCurrency = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, roundMoney(sum)]))
  const values = Object.values(valueByCurrency)
  return { value: values.length > 1 ? null : (values[0] ?? 0), valueByCurrency }
}

/** To the four decimals that values are stored with. */
export function roundMoney(value: number): number {
  return Math.round(value * 10_000) / 10_000 || 0
}

/** A dimension's value for people: a local hour with its offset; null for what is unknown. */
export function readable(name: Dimension, value: string | number, tz: string): string | number | null {
  if (name === 'hour') return hourText(Number(value) * 1_000, tz)
  return value === '' || value === 0 ? null : value
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
