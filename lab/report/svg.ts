// What the pictures have in common: colours for light and dark screens, text, the bar of a cell, the key.
import type { Cell } from '../run/index.ts'

export interface Axis {
  name: string
  title: string
}

/** What stands for what in light and in dark; the three outcomes stay apart for the colour-blind too. */
const STYLE = `
  :root { --page: #ffffff; --text: #1c2733; --pale: #5b6875; --line: #dfe5ea; --now: #1b6ca8; --later: #8cc0e6; --lost: #e8833a; --stuck: #b3202a; --noise: #e6f3e8; --on-now: #ffffff; --on-lost: #1c2733 }
  @media (prefers-color-scheme: dark) {
    :root { --page: #0d1117; --text: #e6edf3; --pale: #9aa7b4; --line: #2b333c; --now: #58a6e8; --later: #3d6f9e; --lost: #d9742b; --stuck: #ff6b6b; --noise: #15301d; --on-now: #0d1117; --on-lost: #0d1117 }
  }
  text { fill: var(--text); font: 13px system-ui, sans-serif }
  .pale { fill: var(--pale); font-size: 11.5px }
  .engine { fill: var(--pale); font-size: 10.5px }
  .head { font-weight: 700 }
  .ours { font-weight: 700 }
  .title { font-size: 17px; font-weight: 700 }
  .count { font-size: 11px; text-anchor: middle }
  .page { fill: var(--page) } .now { fill: var(--now) } .later { fill: var(--later) } .lost { fill: var(--lost) } .noise { fill: var(--noise) }
  .line { stroke: var(--line); stroke-width: 1 }
  .stuck { fill: none; stroke: var(--stuck); stroke-width: 3 } .never { fill: var(--stuck); font-weight: 700; font-size: 9.5px }`

export const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

export const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" ${more}>${escapeXml(words)}</text>`

export const round = (value: number): string => String(Math.round(value * 10) / 10)

export const rect = (x: number, y: number, width: number, height: number, kind: string): string =>
  width > 0
    ? `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" class="${kind}"/>`
    : ''

export function picture(
  title: string,
  subtitle: string,
  width: number,
  height: number,
  body: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title><style>${STYLE}</style>
${rect(0, 0, width, height, 'page')}
${text(20, 30, title, 'class="title"')}
${text(20, 50, subtitle, 'class="pale"')}
${body.join('\n')}
</svg>
`
}

/** A cell as a bar of its clicks; the number of those delivered in the end is written on it unless it is all. */
export function bar(cell: Cell, x: number, y: number, width: number, height: number): string {
  const now = (cell.beforeReturn / cell.clicks) * width
  const end = (cell.inTheEnd / cell.clicks) * width
  const whole = cell.inTheEnd === cell.clicks
  const colour = cell.inTheEnd * 2 > cell.clicks && cell.beforeReturn * 2 > cell.clicks ? 'on-now' : 'on-lost'
  const words = `${cell.engine}, ${cell.technique}, ${cell.fault}, ${cell.destination}: ${cell.inTheEnd} of ${cell.clicks} delivered in the end, ${cell.beforeReturn} before the visitor came back; ${cell.arrived} links reached`
  return [
    `<g><title>${escapeXml(words)}</title>`,
    rect(x, y, now, height, 'now'),
    rect(x + now, y, end - now, height, 'later'),
    rect(x + end, y, width - end, height, 'lost'),
    cell.arrived < cell.clicks ? rect(x + 1.5, y + 1.5, width - 3, height - 3, 'stuck') : '',
    whole
      ? ''
      : text(
          x + width / 2,
          y + height / 2 + 4,
          `${cell.inTheEnd}/${cell.clicks}`,
          `class="count" style="fill: var(--${colour})"`,
        ),
    '</g>',
  ].join('')
}

/** The key to the bars. */
export function barKey(x: number, y: number): string {
  const entries: [string, string, number][] = [
    ['now', 'delivered before the visitor came back', 0],
    ['later', 'delivered by one more page view', 295],
    ['lost', 'lost', 550],
    ['stuck', 'visitors kept from the link for 5 s or more', 625],
  ]
  return entries
    .map(([kind, words, at]) => {
      const inset = kind === 'stuck' ? 1.5 : 0
      return `${rect(x + at + inset, y + inset, 16 - 2 * inset, 16 - 2 * inset, kind)}${text(x + at + 23, y + 13, words)}`
    })
    .join('')
}
