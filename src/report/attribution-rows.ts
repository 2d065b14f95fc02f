// Rows of attribution: from the store's sums to what stands in the answer.
import { type Dimension, readable, roundMoney } from './row.ts'

/** Credit of one combination of the asked dimensions: of the touch; hours, days and sites of the conversion. Fractions come from `linear`. */
export interface AttributionRow extends Partial<Record<Dimension, string | number | null>> {
  conversions: number
  /** Of these, by clicks; the others by views. */
  clickThrough: number
  viewThrough: number
  /** Negative conversions. */
  refunds: number
  /** Refunds taken off. */
  valueByCurrency: Record<string, number>
}

/** What the store adds up. */
export interface AttributionSums {
  how: 'click' | 'view' | 'none'
  conversions: number
  refunds: number
  valueByCurrency: Record<string, number>
}

/** Click and view rows of one combination stand beside each other; they become one. */
export function attributionRows(
  sums: readonly AttributionSums[],
  by: readonly Dimension[],
  tz: string,
): AttributionRow[] {
  const groups = Map.groupBy(sums, (row) => JSON.stringify(by.map((name) => named(row)[`by_${name}`])))
  return [...groups.values()].map((rows) => {
    const sumOf = (how: string): number => rows.find((row) => row.how === how)?.conversions ?? 0
    return {
      ...Object.fromEntries(by.map((name) => [name, readable(name, named(rows[0]!)[`by_${name}`]!, tz)])),
      ...total(rows),
      clickThrough: roundMoney(sumOf('click')),
      viewThrough: roundMoney(sumOf('view')),
    }
  })
}

/** The sum of rows, each currency by itself. */
export function total(
  rows: readonly AttributionSums[],
): Pick<AttributionRow, 'conversions' | 'refunds' | 'valueByCurrency'> {
  const valueByCurrency: Record<string, number> = {}
  for (const row of rows)
    for (const [currency, value] of Object.entries(row.valueByCurrency))
      valueByCurrency[currency] = roundMoney((valueByCurrency[currency] ?? 0) + value)
  const sum = (name: 'conversions' | 'refunds'): number => roundMoney(rows.reduce((all, row) => all + row[name], 0))
  return { conversions: sum('conversions'), refunds: sum('refunds'), valueByCurrency }
}

function named(row: AttributionSums): Record<string, string | number> {
  return row as unknown as Record<string, string | number>
}
