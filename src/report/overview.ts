// What a site's overview asks about many values at once: the largest placements, positions, items and variants, and those that moved most.
// Promises: net figures, each beside the same of the period before, with the rate's 95 % interval; each dimension is added up by itself from the rolled-up tables.
import type { Store } from '../store/index.ts'
import { breakdownCounts, type DIMENSIONS } from './breakdown-counts.ts'
import { rangeBefore } from './compare.ts'
import { keptRange, keptSince } from './kept.ts'
import { BREAKDOWN_MOVERS_MAX, BREAKDOWN_ROWS_MAX } from './limits.ts'
import type { Only } from './only.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'
import { wilson } from './wilson.ts'

export interface BreakdownQuery extends RangeQuery {
  site: Sites
  only?: Only
}

export interface BreakdownRow {
  /** Null where it is not known. */
  name: string | null
  impressions: number
  views: number
  clicks: number
  /** clicks / impressions with its interval (Wilson); null without an impression. */
  rate: number | null
  low: number | null
  high: number | null
  impressionsBefore: number
  clicksBefore: number
}

export interface Breakdown {
  placement: BreakdownRow[]
  /** By position, from 1 on. */
  position: BreakdownRow[]
  variant: BreakdownRow[]
  item: BreakdownRow[]
  /** Items whose clicks changed most against the period before. */
  movers: BreakdownRow[]
  /** What the period before is, as in `Series`. */
  before: { from: number; to: number } | null
}

interface Sums {
  dimension: (typeof DIMENSIONS)[number]
  name: string
  impressions: number
  views: number
  clicks: number
  impressionsBefore: number
  clicksBefore: number
  isTop: number | boolean
  isMover: number | boolean
}

/** What was erased of the period before reads as none. @param now as of `compare` @throws WaysideError RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function breakdown(store: Store, query: BreakdownQuery, now: number): Promise<Breakdown> {
  const { sites } = sitesClause(query.site)
  const range = await keptRange(store, query, sites)
  const period = rangeBefore(range, now)
  const isKept = period.from > 0 && period.from >= (await keptSince(store, sites))
  const before = isKept ? period : null
  const asked = { from: range.from, to: range.to, before: before ?? { from: range.from, to: range.from } }
  const counts = await breakdownCounts(store, query, asked)
  const limits = { top: BREAKDOWN_ROWS_MAX, movers: BREAKDOWN_MOVERS_MAX }
  const rows = await store.select<Sums>('breakdown', { ...counts.params, ...limits }, { counts: counts.sql })
  const of = (dimension: Sums['dimension']): BreakdownRow[] =>
    rows.filter((row) => row.dimension === dimension && row.isTop).map(rowOf)
  const moved = (row: BreakdownRow): number => Math.abs(row.clicks - row.clicksBefore)
  return {
    placement: of('placement').filter(isNow),
    position: of('position')
      .filter((row) => row.name !== null && isNow(row))
      .sort((a, b) => Number(a.name) - Number(b.name)),
    variant: of('variant').filter(isNow),
    item: of('item').filter(isNow),
    movers: rows
      .filter((row) => row.dimension === 'item' && row.isMover)
      .map(rowOf)
      .sort((a, b) => moved(b) - moved(a)),
    before,
  }
}

function isNow({ impressions, clicks }: BreakdownRow): boolean {
  return impressions + clicks > 0
}

function rowOf({ dimension, name, isTop: _top, isMover: _mover, ...figures }: Sums): BreakdownRow {
  const interval = wilson(figures.clicks, figures.impressions)
  const isUnknown = name === '' || (dimension === 'position' && name === '0')
  return {
    name: isUnknown ? null : name,
    ...figures,
    rate: figures.impressions === 0 ? null : figures.clicks / figures.impressions,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  }
}
