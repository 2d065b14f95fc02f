// Whether Wayside keeps its promises in the cells at hand: a line a cell, and a last line that says it of all.
import { type Cell, keyOf } from '../run/index.ts'
import { addedMs, medianInterval } from './figures.ts'

/** What a browser that is killed in an outage takes with it is reported as it is. */
const isForgiven = (cell: Cell): boolean => cell.fault.startsWith('killed-')
/** Added delay within noise: the promised bound for the median, milliseconds. */
export const NOISE_MS = 10

type Broken = 'lost' | 'stuck' | 'slow'

/** The promises that a cell breaks. */
function brokenIn(cell: Cell): Broken[] {
  const broken: Broken[] = []
  if (cell.inTheEnd < cell.clicks && !isForgiven(cell)) broken.push('lost')
  if (cell.arrived < cell.clicks) broken.push('stuck')
  if (addedMs(cell) > NOISE_MS) broken.push('slow')
  return broken
}

const HEAD = [
  'engine',
  'links',
  'fault',
  'technique',
  'delivered',
  'reached',
  'added ms',
  '95 %',
  'copies a click',
  'most',
  '',
]

function row(cell: Cell): string[] {
  const interval = medianInterval(cell.addedMs ?? [])
  const added = addedMs(cell)
  return [
    cell.engine,
    cell.destination,
    cell.fault,
    cell.technique,
    `${cell.inTheEnd} of ${cell.clicks}`,
    `${cell.arrived} of ${cell.clicks}`,
    Number.isNaN(added) ? '–' : String(added),
    interval ? `${interval[0]} to ${interval[1]}` : '–',
    ((cell.inTheEnd + cell.copies) / Math.max(1, cell.inTheEnd)).toFixed(1),
    cell.mostCopies === undefined ? '–' : String(cell.mostCopies),
    brokenIn(cell).join(' ').toUpperCase() || (isForgiven(cell) ? 'as it is' : 'holds'),
  ]
}

function table(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((entries) => entries[column]!.length)))
  return rows
    .map((entries) =>
      entries
        .map((entry, column) => entry.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The table of Wayside's cells and whether all of them hold. */
export function verdict(cells: readonly Cell[]): { text: string; good: boolean } {
  const ours = cells.filter(({ technique }) => technique.startsWith('wayside'))
  if (ours.length === 0) return { text: 'No cell of Wayside in these results.', good: true }
  const { sentence, good } = summary(ours)
  return {
    text: `${table([HEAD, ...ours.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(row)])}\n\n${sentence}`,
    good,
  }
}

/** The last line. */
export function summary(cells: readonly Cell[]): { sentence: string; good: boolean } {
  const ours = cells.filter(({ technique }) => technique.startsWith('wayside'))
  const sum = (list: readonly Cell[], pick: (cell: Cell) => number) =>
    list.reduce((total, cell) => total + pick(cell), 0)
  const of = (list: readonly Cell[], pick: (cell: Cell) => number) =>
    `${sum(list, pick)} of ${sum(list, (cell) => cell.clicks)}`
  const [killed, strict] = [ours.filter(isForgiven), ours.filter((cell) => !isForgiven(cell))]
  const broken = ours.filter((cell) => brokenIn(cell).length > 0)
  const parts = [
    `delivered in the end ${of(strict, (cell) => cell.inTheEnd)}`,
    ...(killed.length > 0 ? [`browser killed ${of(killed, (cell) => cell.inTheEnd)}`] : []),
    `links reached ${of(ours, (cell) => cell.arrived)}`,
    `added delay at most ${Math.max(...ours.map(addedMs).filter((ms) => !Number.isNaN(ms)))} ms in the median of a cell`,
  ]
  const names = broken.map((cell) => `${keyOf(cell)} (${brokenIn(cell).join(', ')})`)
  const head =
    broken.length === 0 ? 'All hold' : `${broken.length} of ${ours.length} cells do not hold: ${names.join('; ')}`
  return { sentence: `${head}. ${ours.length} cells: ${parts.join('; ')}.`, good: broken.length === 0 }
}
