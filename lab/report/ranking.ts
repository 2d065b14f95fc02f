// The techniques against each other in one table: what each delivers when all is well and in an outage, and what it costs.
import type { Fault } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { addedMs, delaysOf } from './figures.ts'
import type { Axis } from './svg.ts'

/** A fault that so many techniques met takes part in the comparison. */
const COMMON_TO = 10

const percent = (cells: readonly Cell[], pick: (cell: Cell) => number): string => {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0)
  return cells.length === 0 ? '' : `${((100 * sum(pick)) / sum((cell) => cell.clicks)).toFixed(1)} %`
}

/** The techniques against each other: all engines, links to another site, the faults that nearly every technique met. */
export function ranking(cells: readonly Cell[], techniques: readonly Axis[], faults: readonly Fault[]): string {
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
    return `| ${title.replace(/</g, '&lt;').replace(/>/g, '&gt;')} | ${entries.join(' | ')} |`
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
