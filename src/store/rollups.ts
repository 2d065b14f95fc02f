// What readers need to count over rolled-up tables: rows that are built for slices that nothing has touched since, the events themselves for the others.
// Promises: exact at every moment, with no lock: first the touched slices are read, then the newest build, then what both
// sides must leave out of it.
// Does not: build anything (`rebuild.ts` does). Why it is exact: docs/decisions/rollups.md.

import type { Params } from './driver.ts'
import { cutOf, idRanges, type OfSites } from './slices.ts'
import { statement } from './statements.ts'
import type { Store } from './store.ts'

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
  ...['impressions', 'views', 'clicks', 'conversions', 'events', 'worth', 'kind'],
  ...['positions', 'items', 'marks', 'shape', 'isHome', 'impressionsOf', 'viewsOf', 'clicksOf'],
].join(', ')

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

/** A SELECT of rolled-up rows, and what it binds. */
export interface RollupRows {
  sql: string
  params: Params
}

const IS_TOUCHED = 'cityHash64(toString(site), slice) IN {touched:Array(UInt64)}'

/** Text for all rolled-up rows of a range as they are now. */
export async function rollupRows(store: Store, query: RollupQuery): Promise<RollupRows> {
  const { place, from, to } = query
  const { touched, build, without, params } = await cutOf(store, query)
  const fromQuarter = Math.ceil(from / QUARTER_MS)
  const toQuarter = Math.floor(to / QUARTER_MS)
  const parts: string[] = []
  if (build > 0 && fromQuarter < toQuarter)
    parts.push(statement('rollupsNow', { columns: ROLLUP_COLUMNS, site: place, without }))
  const during = `${place} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})`
  if (touched.length > 0) parts.push(live(`${during} AND ${IS_TOUCHED} AND ${idRanges(touched)}`))
  const edges = [
    ...(from % QUARTER_MS === 0 ? [] : ['at < fromUnixTimestamp64Milli({fromEdge:Int64})']),
    ...(to % QUARTER_MS === 0 ? [] : ['at >= fromUnixTimestamp64Milli({toEdge:Int64})']),
  ]
  if (edges.length > 0 || parts.length === 0)
    parts.push(live(`${during} AND (${edges.join(' OR ') || 'false'}) AND NOT ${IS_TOUCHED}`))
  return {
    sql: parts.join('\nUNION ALL\n'),
    params: {
      ...{ ...params, from, to, fromQuarter, toQuarter },
      ...{ fromEdge: fromQuarter * QUARTER_MS, toEdge: toQuarter * QUARTER_MS },
    },
  }
}

/** Text for all rows of `outboxParts` as they are now. */
export async function outboxParts(store: Store, query: OfSites): Promise<RollupRows> {
  const { touched, without, params } = await cutOf(store, query)
  const parts = [statement('outboxPartsNow', { columns: PART_COLUMNS, site: query.place, without })]
  if (touched.length > 0) {
    const which = `${query.place} AND ${IS_TOUCHED} AND ${idRanges(touched)}`
    parts.push(`SELECT ${PART_COLUMNS} FROM (${statement('outboxParts', { which })})`)
  }
  return { sql: parts.join('\nUNION ALL\n'), params }
}

/** A SELECT of rolled-up rows from events. @param which a condition on `events` */
export function live(which: string): string {
  return `SELECT ${ROLLUP_COLUMNS} FROM (${statement('rollupRows', { which })})`
}
