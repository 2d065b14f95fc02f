// Sums from rolled-up tables, by any dimensions. Items and positions stand inside the rows; who does not ask for them reads a fraction.
import { rollupRows, type Store, statement } from '../store/index.ts'
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

/** Rows whose lists may be counted: see reportPlainSums.sql. Where no list is named there is none to take twice. */
function plain(wide: string): string {
  return `reason = '' AND currency = '' AND impressions + views + clicks > 0 AND (list = 0 OR NOT (isMixed OR list IN (${wide})))`
}

/** The sums of one page of groups. */
export async function figuresOf(store: Store, query: FiguresQuery): Promise<Figures[]> {
  const { range, by, page } = query
  const { place, sites } = sitesClause(query.site)
  const found = await rollupRows(store, { from: range.from, to: range.to, place, sites })
  const { item, position, ...rest } = query.only ?? {}
  const ofCell = onlyClause({ item, position })
  const ofRow = onlyClause(rest)
  const places = {
    names: by.map((name) => `by_${name},`).join(' '),
    dimensions: by.map((name) => `${ROLLUP_DIMENSIONS[name]} AS by_${name},`).join(' '),
    rows: found.sql,
  }
  const isOfCells = ofCell.place !== '' || by.includes('item') || by.includes('position')
  const sums = isOfCells
    ? sumsOfCells(by, places, ofRow.place, ofCell.place)
    : statement('reportSums', { ...places, only: ofRow.place })
  return store.select<Figures>(
    'report',
    { ...found.params, ...page.params, ...ofRow.params, ...ofCell.params, tz: range.tz, rows: query.rows },
    { names: places.names, sums, grouping: page.grouping },
  )
}

/** One value of an item or a position, asked for or grouped by, meets each plain list once. */
function sumsOfCells(
  by: readonly Dimension[],
  places: { names: string; dimensions: string; rows: string },
  ofRow: string,
  only: string,
): string {
  const { rows } = places
  const isPlain = plain(statement('wideLists', { rows }))
  const cells = (which: string): string => statement('rollupCells', { rows, which: `${which} ${ofRow}` })
  const keys = by.length === 0 ? '' : `GROUP BY ${by.map((name) => `by_${name}`).join(', ')}`
  return `${statement('reportPlainSums', { ...places, keys, only, rows: cells(isPlain) })}
UNION ALL
${statement('reportSums', { ...places, only, rows: cells(`NOT (${isPlain})`) })}`
}
