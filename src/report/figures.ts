// Sums from rolled-up tables, by any dimensions. Items and positions stand inside the rows; who does not ask for them reads a fraction.
import { type RollupRows, rollupRows, type Store, statement, union } from '../store/index.ts'
import { cellsOf, EVENTS, listOf, marksOf, type Narrowed, narrowed, type RowsOf, shapesOf } from './cells.ts'
import { ROLLUP_DIMENSIONS } from './dimensions.ts'
import { type Only, onlyClause } from './only.ts'
import type { Page } from './page.ts'
import { type Range, type Sites, sitesClause } from './range.ts'
import type { Dimension, Figures } from './row.ts'

export interface FiguresQuery {
  range: Range
  site: Sites
  only: Only | undefined
  by: readonly Dimension[]
  page: Page
  rows: number
}

type Sums = Omit<Figures, 'valueByCurrency'> & { sumsOfMoney: [currency: string, sum: number][] }

/** The sums of one page of groups. */
export async function figuresOf(store: Store, query: FiguresQuery): Promise<Figures[]> {
  const { range, by, page } = query
  const { place, sites } = sitesClause(query.site)
  const found = await rollupRows(store, { from: range.from, to: range.to, place, sites })
  const { item, position, ...rest } = query.only ?? {}
  const ofCell = onlyClause({ item, position })
  const ofRow = onlyClause(rest)
  const asked = [...by, ...Object.keys(query.only ?? {})]
  const places = {
    names: listOf(by.map((name) => `by_${name}`)),
    dimensions: listOf(by.map((name) => `${ROLLUP_DIMENSIONS[name]} AS by_${name}`)),
    only: ofCell.place,
  }
  const { plain, others } = narrowed(found, `true ${ofRow.place}`, query.only ?? {})
  const rowsOf: Narrowed = (columns) =>
    ofCell.place === '' ? found.all(columns.join(', '), `true ${ofRow.place}`) : union(plain(columns), others(columns))
  const sums = by.some((name) => ELEMENTS.has(name))
    ? sumsOfCells(found, asked, by, places, place, ofRow.place)
    : statement('reportSums', { ...places, rows: rowsOf([...rowNames(by), ...OF_SUMS]) })
  const rows = await store.select<Sums>(
    'report',
    { ...found.params, ...page.params, ...ofRow.params, ...ofCell.params, tz: range.tz, rows: query.rows },
    { names: places.names, sums, grouping: page.grouping },
  )
  return rows.map(({ sumsOfMoney, ...row }) => ({ ...row, valueByCurrency: byCurrency(sumsOfMoney) }))
}

/** A currency has one sum, but for ISO 4217's code for none: that of money that says nothing, and that of money that says so. */
function byCurrency(sums: Sums['sumsOfMoney']): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [currency, sum] of sums) all[currency] = (all[currency] ?? 0) + sum
  return all
}

/** Dimensions that stand inside the rows. */
const ELEMENTS: ReadonlySet<string> = new Set(['item', 'position'])
/** What is counted of rows, and what of those whose elements are counted by name. */
const OF_NAMED = ['reason', 'currency', 'late', 'list', 'kind', 'conversions', 'worth']
const OF_SUMS = [
  'reason',
  'currency',
  'late',
  'list',
  'conversions',
  'worth',
  'impressions',
  'views',
  'clicks',
  'events',
]

/** Plain rows are added up; the others, and the lists that stand in several rows, are counted by name. */
function sumsOfCells(
  { all, built, isBuilt }: RollupRows,
  asked: readonly string[],
  by: readonly Dimension[],
  places: { names: string; dimensions: string; only: string },
  site: string,
  ofRow: string,
): string {
  const keys = by.length === 0 ? '' : `GROUP BY ${by.map((name) => `by_${name}`).join(', ')}`
  const lists = statement('wideLists', {
    site,
    rows: all('list, impressions, clicks, isHome', "reason = '' AND list != 0"),
  })
  const names = [...rowNames(asked), ...OF_NAMED]
  // Outside of all: in each of the SELECTs that they are made of, the lists would be looked for again.
  const isNamed = `kind != 1 OR list IN (${lists})`
  const named: RowsOf = (columns) => `SELECT * FROM (${all(columns, `true ${ofRow}`)}) WHERE ${isNamed}`
  const plain: RowsOf = (columns) => built(columns, `kind = 1 ${ofRow}`)
  return union(
    isBuilt ? statement('reportPlainSums', { ...places, keys, cells: plainCells(plain, asked) }) : '',
    statement('reportNamedSums', { ...places, cells: cellsOf(named, [...names, 'events'], [...names, EVENTS]) }),
  )
}

/** Elements of rows of kind 1. @param asked names of the dimensions that are used */
function plainCells(rows: RowsOf, asked: readonly string[]): string {
  const names = rowNames(asked)
  if (!asked.includes('item')) return shapesOf(rows, names, names)
  const elements = asked.includes('position') ? ['position', 'item'] : ['item']
  return statement('rollupMarks', {
    elements: marksOf(rows, names, elements),
    rowNames: listOf(names),
    names: listOf(elements),
  })
}

/** What these dimensions need of a row. */
function rowNames(asked: readonly string[]): string[] {
  const names = asked.map((name) => (name === 'hour' || name === 'day' ? 'quarter' : name))
  return [...new Set(names)].filter((name) => !ELEMENTS.has(name))
}
