// A picture of what each technique costs the visitor: from the click to the destination's request, median and 95th percentile, on a
// logarithmic axis, with the untracked link of the same minutes as the mark to compare with.
import type { Cell } from '../run/index.ts'
import { delaysOf } from './figures.ts'
import type { Axis } from './grid.ts'

const LEFT = 250
const PANEL = 300
const GAP = 30
const TOP = 92
const ROW = 24
const FROM_MS = 1
const TO_MS = 5_000
const COLOURS = { dot: '#1b6ca8', line: '#8fc1e3', base: '#5b6875', stuck: '#b3202a', text: '#1c2733', grid: '#e4e9ee' }

const xOf = (ms: number): number =>
  (Math.log(Math.min(TO_MS, Math.max(FROM_MS, ms)) / FROM_MS) / Math.log(TO_MS / FROM_MS)) * PANEL

function row(cell: Cell, left: number, y: number): string {
  const middle = y + ROW / 2
  const base = cell.untrackedMs?.length ? left + xOf(delaysOf(cell.untrackedMs).median) : undefined
  const baseline =
    base === undefined
      ? ''
      : `<line x1="${base.toFixed(1)}" x2="${base.toFixed(1)}" y1="${y + 3}" y2="${y + ROW - 3}" stroke="${COLOURS.base}" stroke-width="2"/>`
  if (cell.delaysMs.length === 0)
    return `${baseline}<text x="${left + PANEL}" y="${middle + 4}" text-anchor="end" fill="${COLOURS.stuck}" font-weight="700">never</text>`
  const { median, p95 } = delaysOf(cell.delaysMs)
  const [from, to] = [left + xOf(median), left + xOf(p95)]
  return `<g><title>${cell.technique}, ${cell.fault}: median ${median} ms, p95 ${p95} ms</title>${baseline}<line x1="${from.toFixed(1)}" x2="${to.toFixed(1)}" y1="${middle}" y2="${middle}" stroke="${COLOURS.line}" stroke-width="5"/><circle cx="${from.toFixed(1)}" cy="${middle}" r="5" fill="${COLOURS.dot}"/></g>`
}

/** SVG text: one panel a fault, for one engine. */
export function delayPicture(
  title: string,
  cells: readonly Cell[],
  techniques: readonly Axis[],
  faults: readonly Axis[],
): string {
  const rows = techniques.filter(({ name }) => cells.some(({ technique }) => technique === name))
  const bottom = TOP + rows.length * ROW
  const panels = faults.map((fault, index) => {
    const left = LEFT + index * (PANEL + GAP)
    const ticks = [1, 10, 100, 1000].map((ms) => {
      const x = (left + xOf(ms)).toFixed(1)
      return `<line x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}" stroke="${COLOURS.grid}"/><text x="${x}" y="${bottom + 18}" text-anchor="middle" fill="${COLOURS.base}">${ms} ms</text>`
    })
    const bars = rows.map(({ name }, at) => {
      const cell = cells.find(({ technique, fault: met }) => technique === name && met === fault.name)
      return cell ? row(cell, left, TOP + at * ROW) : ''
    })
    return `<text x="${left}" y="${TOP - 14}" font-weight="700">${fault.title}</text>${ticks.join('')}${bars.join('\n')}`
  })
  const names = rows.map(({ name, title }, at) => {
    const weight = name.startsWith('wayside') ? ' font-weight="700"' : ''
    return `<text x="${LEFT - 10}" y="${TOP + at * ROW + 16}" text-anchor="end"${weight}>${title.replace(/</g, '&lt;').replace(/>/g, '&gt;')}</text>`
  })
  const width = LEFT + faults.length * (PANEL + GAP) + 10
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 56}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLOURS.text}">
<title>${title}</title><rect width="100%" height="100%" fill="#fff"/>
<text x="20" y="30" font-size="17" font-weight="700">${title}</text>
${names.join('\n')}
${panels.join('\n')}
<text x="${LEFT}" y="${bottom + 44}" fill="${COLOURS.base}">dot: median, bar: to the 95th percentile, grey mark: the untracked link in the same minutes</text>
</svg>
`
}
