// Click-through by any dimensions: net, gross, and why the rest does not count. Both rates, named.
// Promises: each id counts once; null where there is nothing to divide by.
import { WaysideError } from '../event/index.ts'
import type { Store } from '../store/index.ts'
import { REPORT_ROWS_MAX } from './limits.ts'
import { hourText, type RangeQuery, readRange, type Sites, sitesClause } from './range.ts'
import { watermark } from './watermark.ts'

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

/** How each is computed. These texts go into the statement; nothing from outside does. */
const DIMENSIONS: Readonly<Record<Dimension, string>> = {
  site: 'site',
  placement: 'placement',
  position: 'position',
  item: 'item',
  variant: 'variant',
  hour: 'toUnixTimestamp(toStartOfHour(at, {tz:String}))',
  day: 'toDate(at, {tz:String})',
  country: 'country',
  device: 'device',
  via: 'via',
}

export interface ReportQuery extends RangeQuery {
  site: Sites
  by?: readonly string[]
}

/** Figures of one combination of the asked dimensions. Empty names and position 0 (unknown) are null. */
export interface ReportRow extends Partial<Record<Dimension, string | number | null>> {
  /** Net: those that count. */
  impressions: number
  views: number
  clicks: number
  grossImpressions: number
  grossViews: number
  /** Gross: distinct ids, whatever the verdict. */
  grossClicks: number
  /** Clicks that do not count, by their first reason. Gross = net + these. */
  invalidClicks: Record<string, number>
  /** Per item seen: clicks / impressions. */
  clickThroughRate: number | null
  /** Per list: lists with at least one click / lists with at least one impression. */
  listClickThroughRate: number | null
  conversions: number
  /** Sum of the conversions' values. */
  value: number
}

export interface Report {
  rows: ReportRow[]
  /** Version of the rules that judged. */
  rules: number
  /** Everything received before this is in; null when there is nothing. */
  watermark: string | null
}

interface Figures extends Omit<ReportRow, 'clickThroughRate' | 'listClickThroughRate'> {
  lists: number
  clickedLists: number
}

/** @throws WaysideError DIMENSION_UNKNOWN, RANGE, TIME_ZONE, QUERY. */
export async function report(store: Store, query: ReportQuery): Promise<Report> {
  const range = readRange(query)
  const by = readDimensions(query.by ?? [])
  const { place, sites } = sitesClause(query.site)
  const params = { sites, from: range.from, to: range.to, tz: range.tz, rows: REPORT_ROWS_MAX }
  const figures = await store.select<Figures>('report', params, {
    dimensions: by.map((name) => `${DIMENSIONS[name]} AS by_${name},`).join(' '),
    site: place,
    grouping:
      by.length === 0
        ? ''
        : `GROUP BY ${by.map((name) => `by_${name}`).join(', ')} ORDER BY ${by.map((name) => `by_${name}`).join(', ')}`,
  })
  return {
    rows: figures.map((row) => rowOf(row, by, range.tz)),
    rules: await newestRules(store),
    watermark: await watermark(store),
  }
}

function readDimensions(by: readonly string[]): Dimension[] {
  const unknown = by.find((name) => !Object.hasOwn(DIMENSIONS, name))
  if (unknown !== undefined) throw new WaysideError('DIMENSION_UNKNOWN', `${JSON.stringify(unknown)}:`)
  return [...new Set(by)] as Dimension[]
}

function rowOf(figures: Figures, by: readonly Dimension[], tz: string): ReportRow {
  const named = figures as unknown as Record<string, string | number>
  const dimensions = Object.fromEntries(by.map((name) => [name, readable(name, named[`by_${name}`]!, tz)]))
  const { impressions, views, clicks, grossImpressions, grossViews, grossClicks, conversions, value } = figures
  return {
    ...dimensions,
    impressions,
    views,
    clicks,
    grossImpressions,
    grossViews,
    grossClicks,
    invalidClicks: figures.invalidClicks,
    clickThroughRate: ratio(clicks, impressions),
    listClickThroughRate: ratio(figures.clickedLists, figures.lists),
    conversions,
    value,
  }
}

function readable(name: Dimension, value: string | number, tz: string): string | number | null {
  if (name === 'hour') return hourText(Number(value) * 1_000, tz)
  return value === '' || value === 0 ? null : value
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

async function newestRules(store: Store): Promise<number> {
  const [row] = await store.select<{ rules: number }>('newestRules')
  return row?.rules || 1
}
