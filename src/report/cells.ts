// Text for statements about elements of rolled-up rows: what stands at which position of a row, and how often it was seen, viewed and clicked.
// Does not: bind anything.
import { statement } from '../store/index.ts'

/** Text for a SELECT of these columns of some rolled-up rows. */
export type RowsOf = (columns: string) => string

/** What `rollupCells.sql` takes of a row of any kind. */
const OF_CELLS = ['kind', 'positions', 'items', 'marks', 'impressionsOf', 'viewsOf', 'clicksOf']

/** Elements of rows of any kind. @param columns what else of each row @param names what of that, and of the elements, the cells have */
export function cellsOf(rows: RowsOf, columns: readonly string[], names: readonly string[]): string {
  const asked = [...new Set([...columns, ...OF_CELLS])].join(', ')
  return statement('rollupCells', { rows: rows(asked), names: listOf(names) })
}

/** Places of a statement about elements of rows of kind 1, by their arrays. @param elements `position`, `item` */
export function marksOf(rows: RowsOf, columns: readonly string[], elements: readonly string[]): Marks {
  const asked = [...columns, ...elements.map((name) => `${name}s`), 'marks'].join(', ')
  return { rows: rows(asked), arrays: listOf(elements.map((name) => `${name}s AS ${name}`)) }
}
interface Marks {
  rows: string
  arrays: string
}

/** Positions of rows of kind 1, by their shape. @param columns what else of each row @param names what the cells have of that */
export function shapesOf(rows: RowsOf, columns: readonly string[], names: readonly string[]): string {
  return statement('rollupShapes', { rows: rows([...columns, 'shape'].join(', ')), rowNames: listOf(names) })
}

/** Each with a comma behind it. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `${name},`).join(' ')
}
