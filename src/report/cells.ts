// Text for statements about elements of rolled-up rows: what stands at which position of a row, and how often it was seen, viewed and clicked.
// Does not: bind anything.
import { type RollupRows, statement } from '../store/index.ts'

type Rows = RollupRows['all']

/** What `rollupCells.sql` takes of a row of any kind. */
const OF_CELLS = ['kind', 'positions', 'items', 'marks', 'impressionsOf', 'viewsOf', 'clicksOf']

/** Elements of rows of any kind. @param columns what else of each row @param names what of that, and of the elements, the cells have @param which a condition on the rows */
export function cellsOf(rows: Rows, columns: readonly string[], names: readonly string[], which: string): string {
  const asked = [...new Set([...columns, ...OF_CELLS])].join(', ')
  return statement('rollupCells', { rows: rows(asked, which), names: listOf(names) })
}

/** Places of a statement about elements of rows of kind 1, by their arrays. @param elements `position`, `item` */
export function marksOf(rows: Rows, columns: readonly string[], elements: readonly string[], which: string): Marks {
  const asked = [...columns, ...elements.map((name) => `${name}s`), 'marks'].join(', ')
  return { rows: rows(asked, which), arrays: listOf(elements.map((name) => `${name}s AS ${name}`)) }
}
interface Marks {
  rows: string
  arrays: string
}

/** Positions of rows of kind 1, by their shape. @param columns what else of each row @param names what the cells have of that */
export function shapesOf(rows: Rows, columns: readonly string[], names: readonly string[], which: string): string {
  return statement('rollupShapes', { rows: rows([...columns, 'shape'].join(', '), which), rowNames: listOf(names) })
}

/** Each with a comma behind it. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `${name},`).join(' ')
}
