// What readers need to count over rolled-up tables: rows that are built for slices that nothing has touched since, the events themselves for the others.
// Promises: exact at every moment, with no lock: first the touched slices are read, then the newest build, then what both
// sides must leave out of it.
// Does not: build anything (`rebuild.ts` does). Why it is exact: docs/decisions/rollups.md.

import type { Params } from './driver.ts'
import { LIVE_RANGES_MAX } from './limits.ts'
import { statement } from './statements.ts'
import type { Store } from './store.ts'

/** One slice of one site's events. */
export interface Slice {
  site: string
  slice: number
  /** 64 bits that stand for both, decimal. */
  name: string
}

/** The time grain of rolled-up rows, milliseconds: the offset of every zone has been a multiple of it since 1972. */
export const QUARTER_MS = 900_000

/** Columns of rolled-up rows, but for those that say which build made them. */
export const ROLLUP_COLUMNS: string = [
  ...[
    'site',
    'slice',
    'quarter',
    'placement',
    'variant',
    'country',
    'device',
    'via',
    'reason',
    'currency',
    'late',
    'list',
  ],
  ...['impressions', 'views', 'clicks', 'conversions', 'events', 'worth', 'isMixed'],
  ...['positions', 'items', 'impressionsOf', 'viewsOf', 'clicksOf'],
].join(', ')

/** Which rows: of a range by corrected time, milliseconds, and of some sites (text for a statement's `site` place, and the names it binds). */
export interface RollupQuery {
  from: number
  to: number
  place: string
  sites: readonly string[]
}

/** A SELECT of rolled-up rows, and what it binds. */
export interface RollupRows {
  sql: string
  params: Params
}

/** Text for all rolled-up rows of a range as they are now. */
export async function rollupRows(store: Store, query: RollupQuery): Promise<RollupRows> {
  const { place, sites, from, to } = query
  const touched = await touchedSlices(store, { place, sites })
  const names = touched.map(({ name }) => BigInt(name))
  const [newest] = await store.select<{ build: number }>('newestBuild')
  const build = newest?.build ?? 0
  const slots = { ofSites: touched.map(({ site }) => site), slices: touched.map(({ slice }) => slice) }
  const left = build === 0 ? [] : await store.select<{ piece: string }>('piecesLeftOut', { build, ...slots })
  const without = left.map(({ piece }) => BigInt(piece))
  const fromQuarter = Math.ceil(from / QUARTER_MS)
  const toQuarter = Math.floor(to / QUARTER_MS)
  const parts: string[] = []
  const columns = ROLLUP_COLUMNS
  if (build > 0 && fromQuarter < toQuarter)
    parts.push(
      statement('rollupsNow', {
        columns,
        site: place,
        without: without.length === 0 ? '' : 'AND piece NOT IN {without:Array(UInt64)}',
      }),
    )
  const during = `${place} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})`
  const isTouched = 'cityHash64(toString(site), slice) IN {touched:Array(UInt64)}'
  if (touched.length > 0) parts.push(live(`${during} AND ${isTouched} AND ${idRanges(touched)}`))
  const edges = [
    ...(from % QUARTER_MS === 0 ? [] : ['at < fromUnixTimestamp64Milli({fromEdge:Int64})']),
    ...(to % QUARTER_MS === 0 ? [] : ['at >= fromUnixTimestamp64Milli({toEdge:Int64})']),
  ]
  if (edges.length > 0 || parts.length === 0)
    parts.push(live(`${during} AND (${edges.join(' OR ') || 'false'}) AND NOT ${isTouched}`))
  return {
    sql: parts.join('\nUNION ALL\n'),
    params: {
      ...{ sites, from, to, build, without, touched: names, fromQuarter, toQuarter },
      ...{ fromEdge: fromQuarter * QUARTER_MS, toEdge: toQuarter * QUARTER_MS },
    },
  }
}

/** Slices that were touched since they were built. @param rows how many at most; all otherwise */
export function touchedSlices(
  store: Store,
  { place, sites }: Pick<RollupQuery, 'place' | 'sites'>,
  rows = 4_294_967_295,
): Promise<Slice[]> {
  return store.select<Slice>('touchedSlices', { sites, rows }, { site: place })
}

/** A SELECT of rolled-up rows from events. @param which a condition on `events` */
export function live(which: string): string {
  return `SELECT ${ROLLUP_COLUMNS} FROM (${statement('rollupRows', { which })})`
}

/** A condition that finds the events of slices by the key: ranges of ids, the nearest of them joined when there are too many. */
export function idRanges(slices: readonly Slice[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const range of slices.map(rangeOf).sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else ranges.push({ ...range })
  }
  while (ranges.length > LIVE_RANGES_MAX) joinNearest(ranges)
  const text = ranges.map(({ from, to }) => `(id >= ${idText(from)} AND id < ${idText(to)})`)
  return `(${text.join(' OR ')})`
}

/** Join every second range with the one after it: half as many, and what is read too much is left out again by the slice. */
function joinNearest(ranges: { from: number; to: number }[]): void {
  for (let i = 0; i + 1 < ranges.length; i++) {
    ranges[i]!.to = ranges[i + 1]!.to
    ranges.splice(i + 1, 1)
  }
}

/** First six bytes of the first id of a slice, and of the first that is past it. See migration 3 for what a slice is. */
function rangeOf({ slice }: Slice): { from: number; to: number } {
  const isOfTime = slice < 2 ** 31
  const from = isOfTime ? slice * 2 ** 17 : (slice - 2 ** 31) * 2 ** 32
  return { from, to: from + (isOfTime ? 2 ** 17 : 2 ** 32) }
}

function idText(first: number): string {
  const hex = first >= 2 ** 48 ? 'ff'.repeat(16) : first.toString(16).padStart(12, '0').padEnd(32, '0')
  return `unhex('${hex}')`
}
