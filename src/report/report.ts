// Click-through by any dimensions: net, gross, and why the rest does not count. Both rates, named.
// Promises: each id counts once; null where there is nothing to divide by.
import type { Store } from '../store/index.ts'
import { readDimensions } from './dimensions.ts'
import { figuresOf } from './figures.ts'
import { keptRange } from './kept.ts'
import type { Only } from './only.ts'
import { type PageQuery, pageOf, placeAfter } from './page.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'
import { type ReportRow, rowOf } from './row.ts'
import { watermark } from './watermark.ts'

export interface ReportQuery extends RangeQuery, PageQuery {
  site: Sites
  by?: readonly string[]
  /** Only events of these. */
  only?: Only
}

export interface Report {
  rows: ReportRow[]
  /** There are more rows: ask again with this as `after`. */
  next?: string
  /** Version of the rules that judged. */
  rules: number
  /** Everything received before this is in; null when there is nothing. */
  watermark: string | null
}

/** @throws WaysideError DIMENSION_UNKNOWN, RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function report(store: Store, query: ReportQuery): Promise<Report> {
  const by = readDimensions(query.by ?? [])
  const range = await keptRange(store, query, sitesClause(query.site).sites)
  const page = pageOf(by, query)
  // One row more than asked says whether there is a next page.
  const [figures, rules, through] = await Promise.all([
    figuresOf(store, { ...{ range, site: query.site, only: query.only, by, page, rows: page.limit + 1 } }),
    newestRules(store),
    watermark(store),
  ])
  const more = figures.length > page.limit
  if (more) figures.pop()
  return {
    rows: figures.map((row) => rowOf(row, by, range.tz)),
    ...(more && { next: placeAfter(figures.at(-1)!, by) }),
    rules,
    watermark: through,
  }
}

/** The newest rules that judged anything in the store. */
export async function newestRules(store: Store): Promise<number> {
  const [row] = await store.select<{ rules: number }>('newestRules')
  return row?.rules || 1
}
