// Text for statements about elements of rolled-up rows: what stands at which position of a row, and how often it was seen, viewed and clicked.
// Does not: bind anything.
import { type RollupRows, statement, union } from '../store/index.ts'
import { type Only, onlyClause } from './only.ts'

/** Text for a SELECT of these columns of some rolled-up rows. */
export type RowsOf = (columns: string) => string

/** What `rollupCells.sql` takes of a row of any kind. */
const OF_CELLS = ['kind', 'positions', 'items', 'marks', 'impressionsOf', 'viewsOf', 'clicksOf']

/** Elements of rows of any kind. @param columns what else of each row @param names what of that, and of the elements, the cells have */
export function cellsOf(rows: RowsOf, columns: readonly string[], names: readonly string[]): string {
  const asked = [...new Set([...columns, ...OF_CELLS])].join(', ')
  return statement('rollupCells', { rows: rows(asked), names: listOf(names) })
}

/** The same of rows that are not of kind 1: those that are not built, and a few others. */
export function othersOf(rows: RowsOf, columns: readonly string[], names: readonly string[]): string {
  const asked = [...new Set([...columns, 'positions', 'items', 'impressionsOf', 'viewsOf', 'clicksOf'])].join(', ')
  return statement('rollupOthers', { rows: rows(asked), names: listOf(names) })
}

/** What stands behind FROM in a statement about elements of rows of kind 1, by their arrays. @param elements `position`, `item` */
export function marksOf(rows: RowsOf, columns: readonly string[], elements: readonly string[]): string {
  const asked = [...columns, ...elements.map((name) => `${name}s`), 'marks'].join(', ')
  return `(${rows(asked)}) ARRAY JOIN ${listOf(elements.map((name) => `${name}s AS ${name}`))} marks AS mark`
}

/** The same of the one element of a row that stands at a position, as `item`. Bound by `onlyClause`. */
export function marksAtPosition(rows: RowsOf, columns: readonly string[]): string {
  return `(${rows([...columns, `items[${AT_POSITION}] AS item`, markOf(undefined, '')].join(', '))})`
}

/** Positions of rows of kind 1, by their shape. @param columns what else of each row @param names what the cells have of that */
export function shapesOf(rows: RowsOf, columns: readonly string[], names: readonly string[]): string {
  const keys = names.map((name) => (NUMBERS.has(name) ? `shaped.${name}` : `cityHash64(shaped.${name})`))
  const values = names.map((name) => `${NUMBERS.has(name) ? `shaped.${name}` : `any(shaped.${name})`} AS ${name}`)
  const places = { rowNames: listOf(names), keys: listOf(keys), values: listOf(values) }
  return statement('rollupShapes', { ...places, rows: rows([...columns, 'shape'].join(', ')) })
}

/** What rows are told apart by that is no word. */
const NUMBERS: ReadonlySet<string> = new Set(['quarter', 'isNow'])

/** What is counted of a row. */
const COUNTS: readonly string[] = ['impressions', 'views', 'clicks', 'events']
/** An element without any of these is a conversion, or was sent by a server. */
export const EVENTS = 'if(shownOf + viewedOf + clickedOf = 0, events, shownOf + viewedOf + clickedOf) AS events'

/** SELECTs of these columns of some rows; what is counted has its name in the table. Empty where there are no such rows. */
export type Narrowed = (columns: readonly string[]) => string

/**
 * Rows with the counts of those of their elements alone that are of one item, at one position, or both; as they are where neither is asked. Bound by `onlyClause`.
 * Nearly all are plain: built, and of kind 1. @param which a condition on rows
 */
export function narrowed(
  found: RollupRows,
  which: string,
  { item, position }: Only,
): Record<'plain' | 'others', Narrowed> {
  const only = onlyClause({ item, position }).place
  const has = item === undefined ? '' : `AND ${HAS_ITEM}`
  const plain = (columns: string, more = ''): string => found.built(columns, `kind = 1 AND ${which} ${more}`)
  const others: RowsOf = (columns) =>
    union(found.built(columns, `kind != 1 AND ${which} ${has}`), found.live(columns, `${which} ${has}`))
  if (only === '')
    return { plain: (columns) => plain(columns.join(', ')), others: (columns) => others(columns.join(', ')) }
  const namesOf = (columns: readonly string[]): string[] => columns.filter((name) => !COUNTS.includes(name))
  return {
    plain(columns) {
      const names = namesOf(columns)
      const rows = plain([...names, markOf(item, position)].join(', '), has)
      const places = { rowNames: listOf(names), names: OF_MARK, elements: `(${rows}) WHERE mark != 0` }
      return rows === '' ? '' : `SELECT ${columns.join(', ')} FROM (${statement('rollupMarks', places)})`
    },
    others(columns) {
      const names = namesOf(columns)
      const cells = othersOf(others, [...names, 'events'], [...names, EVENTS])
      return `SELECT ${columns.join(', ')} FROM (${cells} WHERE true ${only})`
    },
  }
}

/** Events of one element of a row of kind 1. */
const OF_MARK = 'impressions + views + clicks AS events,'

/** Few rows have an item. (Nearly all have a position.) */
export const HAS_ITEM = 'has(items, {only_item:String})'

/** Where the element at a position stands in a row of kind 1, from 1 on; 0 where there is none. All elements take seven characters of the shape, which are looked at once for each shape there is. */
const AT_POSITION = "intDiv(position(concat(' ', shape), {only_place:String}) + 6, 7)"

/** The mark of the element asked for in a row of kind 1, 0 where there is none: each item and each position stands there once. Without an item a look at the shapes will do. */
function markOf(item: string | undefined, position: string | undefined): string {
  if (item === undefined) return "toUInt8OrZero(extract(concat(' ', shape), {only_inShape:String})) AS mark"
  const at = 'indexOf(items, {only_item:String})'
  return position === undefined
    ? `marks[${at}] AS mark`
    : `if(positions[${at}] = {only_position:UInt16}, marks[${at}], 0) AS mark`
}

/** Each with a comma behind it. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `${name},`).join(' ')
}
