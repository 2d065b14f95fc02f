// What readers need to count over rolled-up tables: rows that are built for slices that nothing has touched since, the events themselves for the others.
// Promises: exact at every moment, with no lock: first the touched slices are read, then the newest build, then what both
// sides must leave out of it.
// Does not: build anything (`rebuild.ts` does). Why it is exact: docs/decisions/rollups.md.

import type { Params } from './driver.ts'
import { LIVE_CHARS_MAX, LIVE_ROWS_MAX } from './limits.ts'
import { cutOf, idRanges, type OfSites, type Slice, touchedSlices } from './slices.ts'
import { statement } from './statements.ts'
import type { Store } from './store.ts'
import { type Structure, structureText } from './tables.ts'

/** The time grain of rolled-up rows, milliseconds: the offset of every zone has been a multiple of it since 1972. */
export const QUARTER_MS = 900_000

const WORD = 'LowCardinality(String)'
/** Columns of rolled-up rows and their types, but for those that say which build made them. */
export const ROLLUP_STRUCTURE: Structure = {
  ...{ site: WORD, slice: 'UInt32', quarter: 'UInt32', placement: WORD, variant: WORD, country: WORD, device: WORD },
  ...{ via: WORD, reason: WORD, currency: WORD, late: 'Bool', list: 'UInt64' },
  ...{ impressions: 'UInt64', views: 'UInt64', clicks: 'UInt64', conversions: 'UInt64', events: 'UInt64' },
  ...{ worth: 'Decimal(38, 4)', kind: 'UInt8', positions: 'Array(UInt16)', items: `Array(${WORD})` },
  ...{ marks: 'Array(UInt8)', shape: WORD, isHome: 'Bool' },
  ...{ impressionsOf: 'Array(UInt32)', viewsOf: 'Array(UInt32)', clicksOf: 'Array(UInt32)' },
}
export const ROLLUP_COLUMNS: string = Object.keys(ROLLUP_STRUCTURE).join(', ')

/** The same of `outboxParts`. */
export const PART_COLUMNS: string = [
  ...['site', 'slice', 'outbox', 'box', 'engine', 'device', 'packed', 'numbers', 'transport', 'isHome', 'lasted'],
  ...['firstNumber', 'isRun', 'firstMinute', 'lastMinute', 'newest', 'records', 'occurredFirst', 'atFirst', 'isGood'],
  ...['isPlain', 'trials'],
].join(', ')

/** Which rows: of a range by corrected time, milliseconds, and of some sites. */
export interface RollupQuery extends OfSites {
  from: number
  to: number
}

/**
 * Text for a SELECT of some rows: what of each, and a condition on them. The engine takes its time over each column that a statement names, and each
 * SELECT that stands within another. Empty where there are no such rows.
 */
type Rows = (columns: string, which?: string) => string

/** SELECTs of rolled-up rows, and what they bind. */
export interface RollupRows {
  /** All rows. */
  all: Rows
  /** Anything is built: nearly all rows are, then. */
  isBuilt: boolean
  /** Rows that are built: nearly all of them plain, which is kind 1 (migration 6). */
  built: Rows
  /** Rows of events that are not, or that lie at the edges of the range: there are few, and none is said to be plain, or at home. Not empty where nothing is built. */
  live: Rows
  /** A SELECT of the lists that may stand in several rows; perhaps of some others too. */
  strays: string
  params: Params
}

const IS_TOUCHED = 'cityHash64(toString(site), slice) IN {touched:Array(UInt64)}'

/** Text for all rolled-up rows of a range as they are now. */
export async function rollupRows(store: Store, query: RollupQuery): Promise<RollupRows> {
  const { place, from, to } = query
  const touched = await touchedSlices(store, query)
  const isOfTouched = `${IS_TOUCHED} AND ${idRanges(touched)}`
  const edges = [
    ...(from % QUARTER_MS === 0 ? [] : ['at < fromUnixTimestamp64Milli({fromEdge:Int64})']),
    ...(to % QUARTER_MS === 0 ? [] : ['at >= fromUnixTimestamp64Milli({toEdge:Int64})']),
  ]
  const [{ build, without, params }, known] = await Promise.all([
    cutOf(store, query, touched),
    touched.length > 0 && edges.length === 0 ? fewLive(store, query, touched, isOfTouched) : undefined,
  ])
  const fromQuarter = Math.ceil(from / QUARTER_MS)
  const toQuarter = Math.floor(to / QUARTER_MS)
  const isBuilt = build > 0 && fromQuarter < toQuarter
  const during = `${place} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})`
  const isOfEdges = `${during} AND (${edges.join(' OR ') || 'false'}) AND NOT ${IS_TOUCHED}`
  const built: Rows = (columns, which = 'true') =>
    isBuilt ? statement('rollupsNow', { columns, site: place, without, which }) : ''
  const liveOf: Rows = (columns, which = 'true') => {
    const from = (events: string): string => `SELECT ${columns} FROM (${live(events)}) WHERE ${which}`
    return (
      union(
        known ? statement('liveRowsAgain', { columns, which }) : '',
        touched.length > 0 && known === undefined ? from(`${during} AND ${isOfTouched}`) : '',
        edges.length > 0 ? from(isOfEdges) : '',
      ) || (isBuilt ? '' : from(isOfEdges))
    )
  }
  return {
    all: (...asked) => union(built(...asked), liveOf(...asked)),
    ...{ isBuilt, built, live: liveOf },
    strays: union(isBuilt ? statement('rollupsNotHome', { site: place }) : '', liveOf('list')),
    params: {
      ...{ ...params, from, to, fromQuarter, toQuarter },
      ...(known && { live: known, structure: structureText(ROLLUP_STRUCTURE) }),
      ...{ fromEdge: fromQuarter * QUARTER_MS, toEdge: toQuarter * QUARTER_MS },
    },
  }
}

/** Those of these SELECTs that are there, as one. */
export function union(...selects: readonly string[]): string {
  return selects.filter((select) => select !== '').join('\nUNION ALL\n')
}

/**
 * The rows of touched slices as text, where they are few: a statement that names them several times need not make them each time, and all statements
 * of a view share them. Empty where there are none. @param which a condition on `events` @returns undefined where they are many
 */
async function fewLive(
  store: Store,
  { place, sites }: OfSites,
  touched: readonly Slice[],
  which: string,
): Promise<string | undefined> {
  const found = await store.select<{ line: string }>(
    'liveRows',
    { sites, touched: touched.map(({ name }) => BigInt(name)), rows: LIVE_ROWS_MAX + 1 },
    { columns: ROLLUP_COLUMNS, rows: live(`${place} AND ${which}`) },
  )
  const text = found.map(({ line }) => line).join('')
  return found.length <= LIVE_ROWS_MAX && text.length <= LIVE_CHARS_MAX ? text : undefined
}

/** Text for all rows of `outboxParts` as they are now, and what it binds. */
export async function outboxParts(store: Store, query: OfSites): Promise<{ sql: string; params: Params }> {
  const touched = await touchedSlices(store, query)
  const { without, params } = await cutOf(store, query, touched)
  const parts = [statement('outboxPartsNow', { columns: PART_COLUMNS, site: query.place, without })]
  if (touched.length > 0) {
    const which = `${query.place} AND ${IS_TOUCHED} AND ${idRanges(touched)}`
    parts.push(`SELECT ${PART_COLUMNS} FROM (${statement('outboxParts', { which })})`)
  }
  return { sql: union(...parts), params }
}

/** A SELECT of rolled-up rows from events. @param which a condition on `events` */
function live(which: string): string {
  return statement('rollupRowsLive', { elements: statement('rollupElements', { which }) })
}

/** The same of whole slices, as they are built. */
export function builtRows(which: string): string {
  return `SELECT ${ROLLUP_COLUMNS} FROM (${statement('rollupRows', { elements: statement('rollupElements', { which }) })})`
}
