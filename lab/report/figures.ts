// The figures that the lab prints and draws: percentiles of delays, a cell in one line, the verdict over Wayside's cells.
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
    `${cell.copies} copies, delay ${show(cell.delaysMs)} ms (untracked ${show(cell.untrackedMs)})`,
  ].join(' ')
}

/** What a browser that is killed in an outage takes with it is reported as it is. */
const isForgiven = (cell: Cell): boolean => cell.fault.startsWith('killed-')
/** Added delay within noise: the issue's bound for the median, milliseconds. */
const NOISE_MS = 10

/** Median of the cell's delays less the untracked link's; NaN where there is no untracked link. */
export const addedMs = (cell: Cell): number => percentile(cell.delaysMs, 0.5) - percentile(cell.untrackedMs ?? [], 0.5)

const name = (cell: Cell): string => `${cell.engine} ${cell.fault} ${cell.destination} ${cell.technique}`

function delaySentence(cells: readonly Cell[]): string[] {
  const added = cells.map(addedMs).filter((ms) => !Number.isNaN(ms))
  if (added.length === 0) return []
  const slow = cells.filter((cell) => addedMs(cell) > NOISE_MS)
  const over = slow.length > 0 ? `; over ${NOISE_MS} ms in: ${slow.map(name).join('; ')}` : ''
  const { median, worst } = delaysOf(added)
  return [
    `  added delay, median of a cell against the untracked link: ${median} ms in the middle cell, ${worst} ms in the worst${over}`,
  ]
}

/** Whether Wayside kept its promises in these cells, and the sentences that say so. */
export function verdict(cells: readonly Cell[]): { text: string; good: boolean } {
  const ours = cells.filter(({ technique }) => technique.startsWith('wayside'))
  if (ours.length === 0) return { text: 'No cell of Wayside in these results.', good: true }
  const sum = (pick: (cell: Cell) => number, list = ours) => list.reduce((total, cell) => total + pick(cell), 0)
  const strict = ours.filter((cell) => !isForgiven(cell))
  const killed = ours.filter(isForgiven)
  const lost = strict.filter((cell) => cell.inTheEnd < cell.clicks)
  const stuck = ours.filter((cell) => cell.arrived < cell.clicks)
  const sentences = [
    `Wayside, ${ours.length} cells, ${sum((cell) => cell.clicks)} clicks:`,
    `  delivered in the end: ${sum((cell) => cell.inTheEnd, strict)} of ${sum((cell) => cell.clicks, strict)}${lost.length ? `, lost in: ${lost.map(name).join('; ')}` : ''}`,
    ...(killed.length
      ? [`  browser killed: ${killed.map((cell) => `${name(cell)} ${cell.inTheEnd} of ${cell.clicks}`).join('; ')}`]
      : []),
    `  links reached: ${sum((cell) => cell.arrived)} of ${sum((cell) => cell.clicks)}${stuck.length ? `, not in: ${stuck.map(name).join('; ')}` : ''}`,
    ...delaySentence(strict),
  ]
  return { text: sentences.join('\n'), good: lost.length === 0 && stuck.length === 0 }
}
