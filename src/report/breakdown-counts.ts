// Text for the counts that a breakdown is made of: values of several dimensions at once, of a period and of the one before it.
// Promises: each event counts once. Does not: choose which values are shown (`overview.ts`).
import { type Params, type Places, QUARTER_MS, rollupRows, type Store, statement, union } from '../store/index.ts'
import { HAS_ITEM, listOf, marksAtPosition, marksOf, othersOf, type RowsOf, shapesOf } from './cells.ts'
import { onlyClause } from './only.ts'
import type { BreakdownQuery } from './overview.ts'
import { periodsClause, sitesClause } from './range.ts'

/** A period, and the one before it, milliseconds; an empty one, where that is not kept. */
export interface Asked extends Record<'from' | 'to', number> {
  before: Record<'from' | 'to', number>
}
interface Counts {
  sql: string
  params: Params
}
const BY_SHAPE = ['placement', 'variant', 'position'] as const
export const DIMENSIONS: readonly [...typeof BY_SHAPE, 'item'] = [...BY_SHAPE, 'item']

/** Of each row: whether it is of the period itself, and what it has but elements. */
const OF_ROW = ['isNow', 'placement', 'variant']
const COLUMNS = ['quarter >= {splitQuarter:UInt32} AS isNow', 'placement', 'variant']

/** A range that begins within a quarter of an hour is short, as a rule, and so is one that is compared to the minute. */
export async function breakdownCounts(store: Store, query: BreakdownQuery, asked: Asked): Promise<Counts> {
  const isOfQuarters = asked.from % QUARTER_MS === 0 && asked.before.to % QUARTER_MS === 0
  return isOfQuarters ? fromRollups(store, query, asked) : fromEvents(query, asked)
}

async function fromRollups(store: Store, query: BreakdownQuery, { from, to, before }: Asked): Promise<Counts> {
  const { place, sites } = sitesClause(query.site)
  const found = await rollupRows(store, { from: before.from, to, place, sites })
  const { item, position, ...rest } = query.only ?? {}
  const [ofCell, ofRow] = [onlyClause({ item, position }), onlyClause(rest)]
  const periods = periodsClause(before.to, from)
  const which = `${periods.place} ${ofRow.place} ${item === undefined ? '' : `AND ${HAS_ITEM}`}`
  const plain: RowsOf = (columns) => found.built(columns, `kind = 1 ${which}`)
  const isOther = `reason = '' ${which}`
  // Nearly all rows are of kind 1 and built. Without items such a row's positions are one word, and there are few such words.
  const isByShape = item === undefined && found.isBuilt
  const ofMarks = (): string => {
    if (!isByShape) return marksBy(DIMENSIONS, marksOf(plain, COLUMNS, ['position', 'item']), ofCell.place)
    if (position === undefined) return marksBy(['item'], marksOf(plain, COLUMNS, ['item']), '')
    return marksBy(['item'], marksAtPosition(plain, COLUMNS), 'AND mark != 0')
  }
  const others: RowsOf = (columns) =>
    union(found.built(columns, `kind != 1 AND ${isOther}`), found.live(columns, isOther))
  const counts = [
    isByShape ? countsOf(shapesOf(plain, COLUMNS, OF_ROW), BY_SHAPE, ofCell.place) : '',
    found.isBuilt ? ofMarks() : '',
    countsOf(othersOf(others, COLUMNS, OF_ROW), DIMENSIONS, ofCell.place),
  ]
  return {
    sql: union(...counts),
    params: { ...found.params, ...ofCell.params, ...ofRow.params, ...periods.params },
  }
}

/** Counts by each of these dimensions, from elements of rows of kind 1. @param elements as of `marksOf` */
function marksBy(dimensions: readonly string[], elements: string, ofCell: string): string {
  const places = { names: listOf(dimensions), keys: dimensions.join(', '), ...entriesOf(dimensions) }
  return statement('breakdownMarks', { elements, ofCell, ...places })
}

/** Counts by each of these dimensions, from elements. */
function countsOf(cells: string, dimensions: readonly string[], ofCell: string): string {
  return statement('breakdownCells', { cells, ofCell, ...entriesOf(dimensions) })
}

/** Places for the names and the values of dimensions. */
function entriesOf(dimensions: readonly string[]): Places {
  return {
    dimensions: dimensions.map((name) => `'${name}'`).join(', '),
    values: dimensions.map((name) => `toString(${name})`).join(', '),
  }
}

function fromEvents(query: BreakdownQuery, { from, to, before }: Asked): Counts {
  const { place, sites } = sitesClause(query.site)
  const only = onlyClause(query.only)
  return {
    sql: statement('breakdownEvents', { site: place, only: only.place }),
    params: { sites, from, to, before: before.from, beforeEnd: before.to, ...only.params },
  }
}
