// The tables of docs/lab.md: a row a technique under a fault, a column an engine.
import type { Fault } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { addedMs, delaysOf } from './figures.ts'
import { ENGINE_NAMES } from './names.ts'
import type { Axis } from './svg.ts'

const escapeHtml = (text: string): string => text.replace(/</g, '&lt;').replace(/>/g, '&gt;')
const signed = (ms: number): string => (ms > 0 ? `+${ms}` : String(ms))

/** A fault that so many techniques met has a table of its own. */
const OWN_TABLE = 6

function entry(cell: Cell | undefined): string {
  if (!cell) return ''
  const { median, p95, worst } = delaysOf(cell.delaysMs)
  const reached = cell.arrived < cell.clicks ? `**reached ${cell.arrived} of ${cell.clicks}**; ` : ''
  const delay = cell.arrived > 0 ? `${median} / ${p95} / ${worst} ms` : 'never'
  if (cell.technique === 'none') return reached + delay
  const added = cell.addedMs?.length ? `, ${signed(addedMs(cell))}` : ''
  const copies = cell.copies > 0 ? ` ×${((cell.inTheEnd + cell.copies) / cell.inTheEnd).toFixed(1)}` : ''
  return `${reached}${cell.beforeGone} · ${cell.beforeReturn} · **${cell.inTheEnd}** of ${cell.clicks}${copies}; ${delay}${added}`
}

function table(head: string, rows: readonly (readonly [title: string, cells: readonly Cell[]])[]): string {
  const engines = Object.keys(ENGINE_NAMES)
  const lines = rows.map(([title, cells]) => {
    const entries = engines.map((engine) => entry(cells.find((cell) => cell.engine === engine)))
    return `| ${escapeHtml(title)} | ${entries.join(' | ')} |`
  })
  return [`| ${head} | ${Object.values(ENGINE_NAMES).join(' | ')} |`, '|---|---|---|---|', ...lines].join('\n')
}

const techniquesIn = (cells: readonly Cell[]): number => new Set(cells.map(({ technique }) => technique)).size

/** The faults that many techniques met, each with its table: Markdown blocks. */
export function comparisons(cells: readonly Cell[], techniques: readonly Axis[], faults: readonly Fault[]): string[] {
  return faults.flatMap(({ name, title }) => {
    const met = cells.filter(({ fault }) => fault === name)
    if (techniquesIn(met) < OWN_TABLE) return []
    const rows = techniques
      .filter((technique) => met.some((cell) => cell.technique === technique.name))
      .map((technique) => [technique.title, met.filter((cell) => cell.technique === technique.name)] as const)
    return [`#### ${title[0]!.toUpperCase()}${title.slice(1)}`, table('', rows)]
  })
}

/** All other faults in one table: Markdown. */
export function others(cells: readonly Cell[], techniques: readonly Axis[], faults: readonly Fault[]): string {
  const rows = faults.flatMap((fault) => {
    const met = cells.filter((cell) => cell.fault === fault.name)
    if (techniquesIn(met) >= OWN_TABLE) return []
    return techniques
      .filter(({ name }) => name !== 'none' && met.some(({ technique }) => technique === name))
      .map(
        ({ name, title }) => [`${fault.title}: ${title}`, met.filter(({ technique }) => technique === name)] as const,
      )
  })
  return table('', rows)
}
