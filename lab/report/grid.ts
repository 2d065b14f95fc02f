// A picture of one engine's matrix: a row a technique, a column a fault, in each cell a bar of its clicks: delivered without the visitor's
// return, delivered by one more page view, lost. A mark says where links were not reached. An empty cell was not run.
import type { Cell } from '../run/index.ts'

export interface Axis {
  name: string
  title: string
}

const CELL = { width: 46, height: 24, gap: 3 }
const LEFT = 250
const TOP = 190
const COLOURS = {
  now: '#1b6ca8',
  later: '#8fc1e3',
  lost: '#e8833a',
  stuck: '#b3202a',
  text: '#1c2733',
  pale: '#5b6875',
  frame: '#d7dde3',
}

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

function bar(cell: Cell, x: number, y: number): string {
  const width = CELL.width - CELL.gap
  const height = CELL.height - CELL.gap
  const now = (cell.beforeReturn / cell.clicks) * width
  const later = ((cell.inTheEnd - cell.beforeReturn) / cell.clicks) * width
  const lost = width - now - later
  const part = (from: number, size: number, colour: string) =>
    size > 0
      ? `<rect x="${(x + from).toFixed(1)}" y="${y}" width="${size.toFixed(1)}" height="${height}" fill="${colour}"/>`
      : ''
  const stuck = cell.arrived < cell.clicks
  const mark = stuck
    ? `<rect x="${x + 1}" y="${y + 1}" width="${width - 2}" height="${height - 2}" fill="none" stroke="${COLOURS.stuck}" stroke-width="3"/>`
    : ''
  const words = `${cell.technique}, ${cell.fault}: ${cell.inTheEnd} of ${cell.clicks} delivered, ${cell.arrived} links reached`
  return `<g><title>${escapeXml(words)}</title>${part(0, now, COLOURS.now)}${part(now, later, COLOURS.later)}${part(now + later, lost, COLOURS.lost)}${mark}</g>`
}

function legend(y: number): string {
  const entries: [string, string][] = [
    [COLOURS.now, 'delivered before the visitor came back'],
    [COLOURS.later, 'delivered by one more page view'],
    [COLOURS.lost, 'lost'],
  ]
  const boxes = entries.map(([colour, words], index) => {
    const x = LEFT + [0, 290, 560][index]!
    return `<rect x="${x}" y="${y}" width="16" height="16" fill="${colour}"/><text x="${x + 22}" y="${y + 13}">${words}</text>`
  })
  const x = LEFT + 650
  const mark = `<rect x="${x + 1}" y="${y + 1}" width="14" height="14" fill="none" stroke="${COLOURS.stuck}" stroke-width="3"/>`
  return `${boxes.join('')}${mark}<text x="${x + 22}" y="${y + 13}">links not reached within 5 s</text>`
}

/** SVG text. Only rows and columns that have a cell are drawn. */
export function grid(
  title: string,
  cells: readonly Cell[],
  techniques: readonly Axis[],
  faults: readonly Axis[],
): string {
  const rows = techniques.filter(({ name }) => name !== 'none' && cells.some(({ technique }) => technique === name))
  const columns = faults.filter(({ name }) => cells.some(({ fault }) => fault === name))
  const width = LEFT + Math.max(columns.length * CELL.width, 880) + 90
  const bottom = TOP + rows.length * CELL.height
  const heads = columns.map(({ title }, index) => {
    const x = LEFT + index * CELL.width + CELL.width / 2
    return `<text transform="translate(${x} ${TOP - 10}) rotate(-40)">${escapeXml(title)}</text>`
  })
  const lines = rows.map(({ name, title }, row) => {
    const y = TOP + row * CELL.height
    const bars = columns.map((column, index) => {
      const cell = cells.find(({ technique, fault }) => technique === name && fault === column.name)
      return cell ? bar(cell, LEFT + index * CELL.width, y) : ''
    })
    const weight = name.startsWith('wayside') ? ' font-weight="700"' : ''
    return `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end"${weight}>${escapeXml(title)}</text>${bars.join('')}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 50}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLOURS.text}">
<title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="#fff"/>
<text x="20" y="30" font-size="17" font-weight="700">${escapeXml(title)}</text>
${heads.join('\n')}
${lines.join('\n')}
${legend(bottom + 18)}
</svg>
`
}
