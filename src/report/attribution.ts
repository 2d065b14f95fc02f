// Which clicks, or else views, conversions follow from: by the last, the first, or all in equal parts. The rules are in docs/guides/answers.md.
// Promises: each conversion's credit adds up to one, or stands under `unattributed`; refunds take back where the order gave; money stays by
// currency; the windows in force are part of the answer. Does not: credit what came after the order, or what does not count.
import { WaysideError } from '../event/index.ts'
import type { Params, Store } from '../store/index.ts'
import { type AttributionRow, type AttributionSums, attributionRows, total } from './attribution-rows.ts'
import { DIMENSIONS, readDimensions } from './dimensions.ts'
import { keptRange } from './kept.ts'
import { ATTRIBUTION_CLICK_MS, ATTRIBUTION_ORDER_MS_MAX, ATTRIBUTION_VIEW_MS, REPORT_ROWS_MAX } from './limits.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'
import { watermark } from './watermark.ts'

/** Who gets the credit of a conversion: its last click, its first, or all of them in equal parts. */
export type AttributionModel = 'last' | 'first' | 'linear'

export const ATTRIBUTION_MODELS: readonly AttributionModel[] = ['last', 'first', 'linear']

/** How long before an order a touch may lie, milliseconds. 0 views: views earn nothing. */
export interface AttributionWindows {
  clickMs: number
  viewMs: number
}

export interface AttributionQuery extends RangeQuery {
  site: Sites
  by?: readonly string[]
  /** `last` otherwise. */
  model?: string | undefined
  /** Windows of the sites that have their own. */
  windows?: Readonly<Record<string, AttributionWindows>>
}

export interface Attribution {
  model: AttributionModel
  /** What was in force, by site, seconds. `*`: sites without their own. */
  windows: Record<string, { clickSeconds: number; viewSeconds: number }>
  rows: AttributionRow[]
  /** Conversions that nothing led to, as far as is known. */
  unattributed: Pick<AttributionRow, 'conversions' | 'refunds' | 'valueByCurrency'>
  watermark: string | null
}

/** @throws WaysideError DIMENSION_UNKNOWN, RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function attribution(store: Store, query: AttributionQuery): Promise<Attribution> {
  const by = readDimensions(query.by ?? [])
  const model = readModel(query.model)
  const { place, sites } = sitesClause(query.site)
  const range = await keptRange(store, query, sites)
  const names = by.map((name) => `by_${name}`)
  const sums = await store.select<AttributionSums>(
    'attribution',
    { ...attributionParams(range, model, query.windows), sites, tz: range.tz, rows: REPORT_ROWS_MAX },
    {
      site: place,
      columns: `how, ${by.map((name) => `${DIMENSIONS[name]} AS by_${name},`).join(' ')}`,
      grouping: `GROUP BY ${['how', ...names].join(', ')} ORDER BY ${[...names, 'how'].join(', ')} LIMIT {rows:UInt32}`,
    },
  )
  const nothing = sums.filter(({ how }) => how === 'none')
  return {
    model,
    windows: windowsText(query.windows, sites),
    rows: attributionRows(
      sums.filter(({ how }) => how !== 'none'),
      by,
      range.tz,
    ),
    unattributed: total(nothing),
    watermark: await watermark(store),
  }
}

/**
 * What the statement binds.
 * @param asOf only what was received before this, milliseconds; all there is otherwise
 * @param part only orders of this bucket of so many, so that memory is bounded
 */
export function attributionParams(
  range: { from: number; to: number },
  model: AttributionModel,
  windows: Readonly<Record<string, AttributionWindows>> = {},
  asOf: number = Date.UTC(2200, 0, 1),
  part: { bucket: number; buckets: number } = { bucket: 0, buckets: 1 },
): Params {
  return {
    ...part,
    from: range.from,
    to: range.to,
    asOf,
    ordersFrom: Math.max(0, range.from - ATTRIBUTION_ORDER_MS_MAX),
    model,
    windowSites: Object.keys(windows),
    clickWindows: Object.values(windows).map(({ clickMs }) => clickMs),
    viewWindows: Object.values(windows).map(({ viewMs }) => viewMs),
    clickWindow: ATTRIBUTION_CLICK_MS,
    viewWindow: ATTRIBUTION_VIEW_MS,
  }
}

function readModel(model = 'last'): AttributionModel {
  const known = ATTRIBUTION_MODELS.find((name) => name === model)
  if (!known) throw new WaysideError('QUERY', `model: one of ${ATTRIBUTION_MODELS.join(', ')}.`)
  return known
}

function windowsText(
  windows: Readonly<Record<string, AttributionWindows>> = {},
  sites: readonly string[],
): Attribution['windows'] {
  const own = Object.entries(windows).filter(([site]) => sites.length === 0 || sites.includes(site))
  const all: [string, AttributionWindows][] = [
    ...own,
    ['*', { clickMs: ATTRIBUTION_CLICK_MS, viewMs: ATTRIBUTION_VIEW_MS }],
  ]
  return Object.fromEntries(
    all.map(([site, { clickMs, viewMs }]) => [site, { clickSeconds: clickMs / 1_000, viewSeconds: viewMs / 1_000 }]),
  )
}
