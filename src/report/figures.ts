// Sums from rolled-up tables, by any dimensions. Items and positions stand inside the rows; who does not ask for them reads a fraction.
import { rollupRows, type Store, statement, union } from '../store/index.ts'
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
  const places = {
    names: listOf(by.map((name) => `by_${name}`)),
    dimensions: listOf(by.map((name) => `${ROLLUP_DIMENSIONS[name]} AS by_${name}`)),
    rows: found.sql,
    site: place,
  }
  const isOfCells = ofCell.place !== '' || by.includes('item') || by.includes('position')
  const sums = isOfCells
    ? sumsOfCells(by, places, ofRow.place, ofCell.place, [...by, ...Object.keys(query.only ?? {})])
    : statement('reportSums', { ...places, only: ofRow.place })
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

/** What is asked of the rows of elements that are counted by name. */
const NAMED_CELLS =
  'site, quarter, placement, variant, country, device, via, reason, currency, late, list, kind, conversions, worth, if(shownOf + viewedOf + clickedOf = 0, events, shownOf + viewedOf + clickedOf) AS events,'

/** Plain rows are added up; the others, and the lists that stand in several rows, are counted by name. */
function sumsOfCells(
  by: readonly Dimension[],
  places: { names: string; dimensions: string; rows: string; site: string },
  ofRow: string,
  only: string,
  asked: readonly string[],
): string {
  const { rows, site } = places
  const keys = by.length === 0 ? '' : `GROUP BY ${by.map((name) => `by_${name}`).join(', ')}`
  const isNamed = `(kind != 1 OR list IN (${statement('wideLists', { rows, site })}))`
  const named = statement('rollupCells', { rows, which: `${isNamed} ${ofRow}`, names: NAMED_CELLS })
  return union(
    statement('reportPlainSums', { ...places, only, keys, cells: plainCells(rows, asked, ofRow) }),
    statement('reportNamedSums', { ...places, only, cells: named }),
  )
}

/** Elements of rows of kind 1. @param asked names of the dimensions that are used @param ofRow a condition on the rows, beginning with AND */
function plainCells(rows: string, asked: readonly string[], ofRow: string): string {
  const names = new Set(asked.map((name) => (name === 'hour' || name === 'day' ? 'quarter' : name)))
  const rowNames = listOf([...names].filter((name) => name !== 'item' && name !== 'position'))
  if (!names.has('item')) return statement('rollupShapes', { rows, ofRow, rowNames })
  const elements = names.has('position') ? ['position', 'item'] : ['item']
  return statement('rollupMarks', { rows, ofRow, rowNames, names: listOf(elements), arrays: arraysOf(elements) })
}

/** The arrays of rolled-up rows that these are the elements of. */
export function arraysOf(elements: readonly string[]): string {
  return listOf(elements.map((name) => `${name}s AS ${name}`))
}

/** Each with a comma behind it. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `${name},`).join(' ')
}
