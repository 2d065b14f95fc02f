// What a site's overview asks about many values at once: the largest placements, positions, items and variants, and those that moved most.
// Promises: net figures, each beside the same of the period before, with the rate's 95 % interval; each dimension is added up by itself from the rolled-up tables.
import { type Params, type Places, QUARTER_MS, rollupRows, type Store, statement, union } from '../store/index.ts'
import { rangeBefore } from './compare.ts'
import { arraysOf, listOf } from './figures.ts'
import { keptRange, keptSince } from './kept.ts'
import { BREAKDOWN_MOVERS_MAX, BREAKDOWN_ROWS_MAX } from './limits.ts'
import { type Only, onlyClause } from './only.ts'
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

/** What was erased of the period before reads as none. @throws WaysideError RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export async function breakdown(store: Store, query: BreakdownQuery): Promise<Breakdown> {
  const { sites } = sitesClause(query.site)
  const range = await keptRange(store, query, sites)
  const { from: before } = rangeBefore(range)
  const isKept = before >= (await keptSince(store, sites))
  const asked = { from: range.from, to: range.to, before: isKept ? before : range.from }
  const rows = await store.select<Sums>(
    ...(asked.from % QUARTER_MS === 0 ? await fromRollups(store, query, asked) : fromEvents(query, asked)),
  )
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
  }
}

type Asked = Record<'from' | 'to' | 'before', number>
type Question = [name: string, params: Params, places: Places]
const DIMENSIONS = ['placement', 'variant', 'position', 'item'] as const
const LIMITS = { top: BREAKDOWN_ROWS_MAX, movers: BREAKDOWN_MOVERS_MAX }

async function fromRollups(store: Store, query: BreakdownQuery, { from, to, before }: Asked): Promise<Question> {
  const { place, sites } = sitesClause(query.site)
  const found = await rollupRows(store, { from: before, to, place, sites })
  const { item, position, ...rest } = query.only ?? {}
  const [ofCell, ofRow] = [onlyClause({ item, position }), onlyClause(rest)]
  const narrow = { ofCell: ofCell.place, ofRow: ofRow.place }
  const columnsWith = (...names: string[]): string =>
    [...new Set(['quarter', 'placement', 'variant', 'kind', ...Object.keys(rest), ...names])].join(', ')
  // Nearly all rows are of kind 1 and built.
  const plain = found.built(columnsWith('positions', 'items', 'marks'))
  const shapes = found.built(columnsWith('shape'))
  const columns = columnsWith('reason', 'positions', 'items', 'marks', 'impressionsOf', 'viewsOf', 'clicksOf')
  const others = plain && `SELECT * FROM (${found.built(columns)}) WHERE kind != 1`
  const rows = union(others, found.live(columns))
  const which = `reason = '' ${ofRow.place}`
  const cells = rows && statement('rollupCells', { rows, which, names: 'quarter, placement, variant,' })
  // Without items a row's positions are one word, and there are few such words.
  const isByShape = item === undefined
  const counts = [
    isByShape ? shapes && statement('breakdownShapes', { rows: shapes, ...narrow }) : '',
    plain &&
      statement('breakdownItems', { rows: plain, ...narrow, ...namesOf(isByShape ? ['item'] : DIMENSIONS, position) }),
    cells && statement('breakdownCells', { cells, ...narrow }),
  ]
  return [
    'breakdown',
    { ...found.params, ...ofCell.params, ...ofRow.params, ...LIMITS, splitQuarter: from / QUARTER_MS },
    { counts: union(...counts) },
  ]
}

/** Places of breakdownItems: the dimensions that it counts by, and the arrays that these and the filter are elements of. */
function namesOf(dimensions: readonly string[], position: string | undefined): Places {
  const elements = dimensions.includes('position') || position !== undefined ? ['position', 'item'] : ['item']
  return {
    names: listOf(dimensions),
    keys: dimensions.join(', '),
    arrays: arraysOf(elements),
    dimensions: dimensions.map((name) => `'${name}'`).join(', '),
    values: dimensions.map((name) => `toString(${name})`).join(', '),
  }
}

/** A range that begins within a quarter of an hour is short, as a rule. */
function fromEvents(query: BreakdownQuery, asked: Asked): Question {
  const { place, sites } = sitesClause(query.site)
  const only = onlyClause(query.only)
  const counts = statement('breakdownEvents', { site: place, only: only.place })
  return ['breakdown', { sites, ...asked, ...LIMITS, ...only.params }, { counts }]
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
