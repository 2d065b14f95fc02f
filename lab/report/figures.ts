// The figures that the lab prints and draws: percentiles, added delays, a cell in one line.
import type { Cell } from '../run/index.ts'

/** Of the sorted values, the smallest that is at least as large as `share` of them (nearest rank). NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export interface Delays {
  median: number
  p95: number
  worst: number
}

export const delaysOf = (values: readonly number[]): Delays => ({
  median: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  worst: percentile(values, 1),
})

const show = (values: readonly number[] | undefined): string => {
  if (!values?.length) return '–'
  const { median, p95, worst } = delaysOf(values)
  return `${median}/${p95}/${worst}`
}

/** One cell, for the terminal. Delays: median/p95/worst. */
export function cellLine(cell: Cell): string {
  const of = (count: number) => `${count}/${cell.clicks}`
  return [
    `${cell.engine} ${cell.fault} ${cell.destination} ${cell.technique}:`,
    `reached ${of(cell.arrived)},`,
    `delivered before the page was gone ${of(cell.beforeGone)}, before a return ${of(cell.beforeReturn)}, in the end ${of(cell.inTheEnd)},`,
    `${cell.copies} copies, delay ${show(cell.delaysMs)} ms${cell.technique === 'none' ? '' : ` (untracked ${show(cell.untrackedMs)}, added ${addedMs(cell)})`}`,
  ].join(' ')
}

/** Median of the paired differences to the untracked link, milliseconds; NaN where there is none. */
export const addedMs = (cell: Cell): number => percentile(cell.addedMs ?? [], 0.5)

/**
 * An interval that holds the true median in at least 95 of 100 such measurements, whatever the distribution: the values whose ranks
 * a binomial count with p = 1/2 leaves out with at most 2.5 % on either side (the sign test, turned around). Undefined for fewer than six.
 */
export function medianInterval(values: readonly number[]): [low: number, high: number] | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  let [ways, tail, rank] = [1, 1, 0]
  while (tail / 2 ** sorted.length <= 0.025) {
    ways = (ways * (sorted.length - rank)) / (rank + 1)
    rank++
    tail += ways
  }
  return rank === 0 ? undefined : [sorted[rank - 1]!, sorted.at(-rank)!]
}
