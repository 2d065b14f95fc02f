// What each technique costs the visitor: the delay it adds to the untracked link, in pairs of clicks made within the same seconds.
// Dot: the median of the pairs; line: to their 95th percentile. The axis is linear near zero and logarithmic beyond.
import type { Cell } from '../run/index.ts'
import { addedMs, percentile } from './figures.ts'
import { ENGINE_NAMES } from './names.ts'
import { type Axis, escapeXml, picture, rect, round, text } from './svg.ts'
import { NOISE_MS } from './verdict.ts'

const LEFT = 250
const TOP = 92
const ROW = 34
const PANEL = 270
const GAP = 26
const FROM_MS = -20
const TO_MS = 3_000
const SOFT_MS = 10
const TICKS = [0, 10, 100, 1_000]
/** One shape an engine, so that no colour is needed to tell them apart. */
const LINE_GAP = 9

const soft = (ms: number): number => Math.asinh(Math.min(TO_MS, Math.max(FROM_MS, ms)) / SOFT_MS)
const xOf = (ms: number): number => ((soft(ms) - soft(FROM_MS)) / (soft(TO_MS) - soft(FROM_MS))) * PANEL

function mark(engine: string, x: number, y: number): string {
  if (engine === 'chromium') return `<circle cx="${round(x)}" cy="${round(y)}" r="4" class="now"/>`
  if (engine === 'firefox') return rect(x - 3.5, y - 3.5, 7, 7, 'now')
  return `<path d="M${round(x)} ${round(y - 5)} l5 9 h-10 z" class="now"/>`
}

function one(cell: Cell, left: number, y: number): string {
  if (cell.arrived === 0) return text(left + PANEL, y + 3, 'never', 'text-anchor="end" class="never"')
  const [median, p95] = [addedMs(cell), percentile(cell.addedMs ?? [], 0.95)]
  const [from, to] = [left + xOf(median), left + xOf(p95)]
  const words = `${cell.engine}, ${cell.technique}, ${cell.fault}: median ${median} ms, 95th percentile ${p95} ms more than the untracked link`
  return `<g><title>${escapeXml(words)}</title>${rect(from, y - 1.5, to - from, 3, 'later')}${mark(cell.engine, from, y)}</g>`
}

/** SVG text: one panel a fault. */
export function delayPicture(
  title: string,
  cells: readonly Cell[],
  techniques: readonly Axis[],
  faults: readonly Axis[],
): string {
  const rows = techniques.filter(({ name }) => name !== 'none' && cells.some(({ technique }) => technique === name))
  const bottom = TOP + rows.length * ROW
  const panels = faults.map((fault, at) => {
    const left = LEFT + at * (PANEL + GAP)
    const band = rect(left + xOf(-NOISE_MS), TOP, xOf(NOISE_MS) - xOf(-NOISE_MS), bottom - TOP, 'noise')
    const ticks = TICKS.map((ms) => {
      const x = round(left + xOf(ms))
      return `<line x1="${x}" x2="${x}" y1="${TOP}" y2="${bottom}" class="line"/>${text(Number(x), bottom + 16, ms === 0 ? '0 ms' : String(ms), 'text-anchor="middle" class="pale"')}`
    })
    const marks = rows.flatMap(({ name }, row) =>
      Object.keys(ENGINE_NAMES).map((engine, index) => {
        const cell = cells.find((it) => it.technique === name && it.fault === fault.name && it.engine === engine)
        return cell ? one(cell, left, TOP + row * ROW + ROW / 2 + (index - 1) * LINE_GAP) : ''
      }),
    )
    return [text(left, TOP - 12, fault.title, 'class="head"'), band, ...ticks, ...marks].join('\n')
  })
  const names = rows.map(({ name, title }, row) =>
    text(
      LEFT - 12,
      TOP + row * ROW + ROW / 2 + 4,
      title,
      `text-anchor="end"${name.startsWith('wayside') ? ' class="ours"' : ''}`,
    ),
  )
  const key = Object.entries(ENGINE_NAMES).map(([engine, name], index) => {
    const x = LEFT + index * 95
    return `${mark(engine, x + 6, bottom + 38)}${text(x + 16, bottom + 42, name)}`
  })
  const words = text(
    LEFT + 300,
    bottom + 42,
    `mark: median, line: to the 95th percentile, green: within ${NOISE_MS} ms of no tracking`,
    'class="pale"',
  )
  const width = LEFT + faults.length * (PANEL + GAP) + 10
  return picture(
    title,
    'Milliseconds more than the untracked link clicked beside it, from the click to the destination’s request.',
    width,
    bottom + 58,
    [...names, ...panels, ...key, words],
  )
}
