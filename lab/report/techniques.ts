// The picture to look at first: a row a technique, a group of columns a fault, one column an engine; what became of the clicks.
import type { Cell } from '../run/index.ts'
import { ENGINE_NAMES } from './names.ts'
import { type Axis, bar, barKey, picture, text } from './svg.ts'

const LEFT = 250
const TOP = 108
const ROW = 25
const BAR = { width: 56, height: 19 }
const GROUP = 3 * (BAR.width + 3) + 16

/** SVG text. Only techniques and faults that have a cell are drawn; a cell that was not run is a dot. */
export function techniquesPicture(
  title: string,
  cells: readonly Cell[],
  techniques: readonly Axis[],
  faults: readonly Axis[],
): string {
  const rows = techniques.filter(({ name }) => name !== 'none' && cells.some(({ technique }) => technique === name))
  const engines = Object.keys(ENGINE_NAMES)
  const xOf = (fault: number, engine: number) => LEFT + fault * GROUP + engine * (BAR.width + 3)
  const heads = faults.flatMap((fault, at) => [
    text(xOf(at, 0), TOP - 26, fault.title, 'class="head"'),
    ...engines.map((engine, index) => text(xOf(at, index), TOP - 8, ENGINE_NAMES[engine]!, 'class="engine"')),
  ])
  const lines = rows.map(({ name, title }, row) => {
    const y = TOP + row * ROW
    const bars = faults.flatMap((fault, at) =>
      engines.map((engine, index) => {
        const cell = cells.find((one) => one.technique === name && one.fault === fault.name && one.engine === engine)
        const x = xOf(at, index)
        return cell ? bar(cell, x, y, BAR.width, BAR.height) : text(x + BAR.width / 2, y + 13, '·', 'class="pale"')
      }),
    )
    return `${text(LEFT - 12, y + 14, title, `text-anchor="end"${name.startsWith('wayside') ? ' class="ours"' : ''}`)}${bars.join('')}`
  })
  const bottom = TOP + rows.length * ROW
  const width = Math.max(LEFT + faults.length * GROUP + 10, 1_120)
  const subtitle =
    'Links to another site, 20 clicks a bar (5 where each costs the visitor 5 s). A dot: not run, or the engine has no such thing.'
  return picture(title, subtitle, width, bottom + 50, [...heads, ...lines, barKey(LEFT - 110, bottom + 18)])
}
