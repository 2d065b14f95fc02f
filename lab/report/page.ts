// docs/lab.md: words, tables and pictures, all from the published cells. Says what was run and what wasn't.

import type { Fault } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { addedMs, delaysOf } from './figures.ts'
import type { Axis } from './grid.ts'
import type { Published } from './published.ts'
import { verdict } from './verdict.ts'
import { WORDS } from './words.ts'

const ENGINE_NAMES: Record<string, string> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKitGTK' }
export const engineName = (engine: string): string => ENGINE_NAMES[engine] ?? engine

const escapeHtml = (text: string): string => text.replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A fault that so many techniques met takes part in the comparison of techniques. */
const COMMON_TO = 10

const delay = (cell: Cell): string => {
  if (cell.delaysMs.length === 0) return 'never'
  const { median, p95, worst } = delaysOf(cell.delaysMs)
  return `${median} / ${p95} / ${worst}`
}

function entry(cell: Cell | undefined): string {
  if (!cell) return ''
  const reached = cell.arrived < cell.clicks ? `**reached ${cell.arrived}/${cell.clicks}**; ` : ''
  if (cell.technique === 'none') return `${reached}${delay(cell)} ms`
  const copies = cell.copies > 0 ? ` (+${cell.copies})` : ''
  return `${reached}${cell.beforeGone} · ${cell.beforeReturn} · ${cell.inTheEnd} of ${cell.clicks}${copies}; ${delay(cell)} ms`
}

function table(cells: readonly Cell[], techniques: readonly Axis[], faults: readonly Axis[]): string {
  const columns = techniques.filter(({ name }) => cells.some(({ technique }) => technique === name))
  const rows = faults.filter(({ name }) => cells.some(({ fault }) => fault === name))
  const lines = rows.map(({ name, title }) => {
    const entries = columns.map((column) =>
      entry(cells.find(({ fault, technique }) => fault === name && technique === column.name)),
    )
    return `| **${title}** | ${entries.join(' | ')} |`
  })
  const heads = columns.map(({ title }) => escapeHtml(title))
  return [`| | ${heads.join(' | ')} |`, `|---|${columns.map(() => '---').join('|')}|`, ...lines].join('\n')
}

const percent = (cells: readonly Cell[], pick: (cell: Cell) => number): string => {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0)
  return cells.length === 0 ? '' : `${((100 * sum(pick)) / sum((cell) => cell.clicks)).toFixed(1)} %`
}

/** The techniques against each other: all engines, links to another site, the faults that nearly every technique met. */
function ranking(cells: readonly Cell[], techniques: readonly Axis[], faults: readonly Fault[]): string {
  const crossing = cells.filter(({ destination }) => destination === 'cross-site')
  const metBy = (fault: Fault) =>
    new Set(crossing.filter((cell) => cell.fault === fault.name).map(({ technique }) => technique)).size
  const common = faults.filter((fault) => metBy(fault) >= COMMON_TO)
  const lines = techniques.flatMap(({ name, title }) => {
    const of = (outage: boolean) => {
      const names = common.filter((fault) => !!fault.outage === outage).map((fault) => fault.name)
      return crossing.filter(({ technique, fault }) => technique === name && names.includes(fault))
    }
    const [up, down] = [of(false), of(true)]
    if (name === 'none' || up.length + down.length === 0) return []
    const added = [...up, ...down].map(addedMs).filter((ms) => !Number.isNaN(ms))
    const { median, worst } = delaysOf(added)
    const entries = [
      percent(up, (cell) => cell.beforeReturn),
      percent(up, (cell) => cell.inTheEnd),
      percent(down, (cell) => cell.inTheEnd),
      percent([...up, ...down], (cell) => cell.arrived),
      added.length > 0 ? `${median} ms, ${worst} ms` : '',
    ]
    return `| ${escapeHtml(title)} | ${entries.join(' | ')} |`
  })
  const words = (outage: boolean) =>
    common
      .filter((fault) => !!fault.outage === outage)
      .map(({ title }) => title)
      .join('; ')
  return [
    `Collector up: ${words(false)}. Outages: ${words(true)}.`,
    '',
    '| technique | up: before a return | up: in the end | outages: in the end | links reached | added delay: middle cell, worst cell |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

/** Markdown text. */
export function labPage(
  { machine, command, notes, cells }: Published,
  techniques: readonly Axis[],
  faults: readonly Fault[],
): string {
  const engines = [...new Set(cells.map(({ engine }) => engine))].sort()
  const versions = [...new Set(cells.map(({ version }) => version))].sort()
  const days = [...new Set(cells.map(({ at }) => at.slice(0, 10)))].sort()
  const clicks = cells.reduce((total, cell) => total + cell.clicks, 0)
  const parts = [
    WORDS.title,
    `Measured ${days.join(', ')} with ${versions.join(', ')} on ${machine}: ${cells.length} cells, ${clicks} clicks, by \`${command}\`. This page is generated from [\`lab/results.json\`](lab/results.json).`,
    ...(notes.length > 0 ? [`About this run:\n\n${notes.map((note) => `- ${note}`).join('\n')}`] : []),
    WORDS.opening,
    '## Wayside',
    `\`\`\`text\n${verdict(cells).text}\n\`\`\``,
    '## The techniques against each other',
    WORDS.ranking,
    ranking(cells, techniques, faults),
    WORDS.method,
  ]
  for (const engine of engines) {
    const mine = cells.filter((cell) => cell.engine === engine)
    const of = (destination: string) => mine.filter((cell) => cell.destination === destination)
    parts.push(`## ${engineName(engine)}`, `![Which clicks arrived in ${engineName(engine)}](img/lab-${engine}.svg)`)
    parts.push(`![What each technique costs the visitor in ${engineName(engine)}](img/lab-${engine}-delay.svg)`)
    parts.push('### Links to another site', table(of('cross-site'), techniques, faults))
    if (of('same-site').length > 0) parts.push('### Links within the shop', table(of('same-site'), techniques, faults))
    if (of('stays').length > 0) parts.push('### The page stays open (new tab)', table(of('stays'), techniques, faults))
  }
  parts.push(WORDS.limits)
  return `${parts.join('\n\n')}\n`
}
