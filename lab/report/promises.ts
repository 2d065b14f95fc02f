// Wayside in every fault: a row a fault, a group of columns where the link leads, one column an engine.
import type { Cell } from '../run/index.ts'
import { DESTINATION_NAMES, ENGINE_NAMES } from './names.ts'
import { type Axis, bar, barKey, picture, text } from './svg.ts'

const LEFT = 360
const TOP = 108
const ROW = 23
const BAR = { width: 62, height: 17 }
const GROUP = 3 * (BAR.width + 3) + 24

/** SVG text. */
export function promisesPicture(title: string, cells: readonly Cell[], faults: readonly Axis[]): string {
  const rows = faults.filter(({ name }) => cells.some(({ fault }) => fault === name))
  const [destinations, engines] = [Object.keys(DESTINATION_NAMES), Object.keys(ENGINE_NAMES)]
  const xOf = (group: number, engine: number) => LEFT + group * GROUP + engine * (BAR.width + 3)
  const heads = destinations.flatMap((destination, at) => [
    text(xOf(at, 0), TOP - 26, DESTINATION_NAMES[destination]!, 'class="head"'),
    ...engines.map((engine, index) => text(xOf(at, index), TOP - 8, ENGINE_NAMES[engine]!, 'class="engine"')),
  ])
  const lines = rows.map((fault, row) => {
    const y = TOP + row * ROW
    const bars = destinations.flatMap((destination, at) =>
      engines.map((engine, index) => {
        const cell = cells.find(
          (one) => one.destination === destination && one.fault === fault.name && one.engine === engine,
        )
        const x = xOf(at, index)
        return cell ? bar(cell, x, y, BAR.width, BAR.height) : text(x + BAR.width / 2, y + 12, '·', 'class="pale"')
      }),
    )
    return `${text(LEFT - 12, y + 13, fault.title, 'text-anchor="end"')}${bars.join('')}`
  })
  const bottom = TOP + rows.length * ROW
  const width = Math.max(LEFT + destinations.length * GROUP + 10, 1_120)
  const subtitle =
    'The install snippet, 20 clicks a bar. A dot: not run (WebKit’s driver keeps no profile that a browser could come back with).'
  return picture(title, subtitle, width, bottom + 50, [...heads, ...lines, barKey(LEFT - 220, bottom + 18)])
}
