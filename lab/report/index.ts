// What the measurements say: lines for the terminal, the verdict over Wayside's cells, docs/lab.md with its tables and pictures.
// Comes from: lab/results, docs/lab/results.json. Goes to: the terminal, docs/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { delayPicture } from './delays.ts'
import { type Axis, grid } from './grid.ts'
import { engineName, labPage } from './page.ts'
import { type Published, publish } from './published.ts'

export { cellLine, medianInterval, percentile } from './figures.ts'
export { readPublished } from './published.ts'
export { verdict } from './verdict.ts'

/** Faults that the pictures of delays show. */
const DELAY_FAULTS = ['healthy', 'far', 'hang']

/** Every file of the report but the results themselves: path below `docs/` to text. */
export function reportFiles(
  published: Published,
  techniques: readonly Axis[],
  faults: readonly Fault[],
): Map<string, string> {
  const files = new Map([['lab.md', labPage(published, techniques, faults)]])
  for (const engine of new Set(published.cells.map((cell) => cell.engine))) {
    const cells = published.cells.filter((cell) => cell.engine === engine && cell.destination === 'cross-site')
    const name = engineName(engine)
    const shown = faults.filter((fault) => DELAY_FAULTS.includes(fault.name))
    files.set(`img/lab-${engine}.svg`, grid(`${name}: which clicks arrived`, cells, techniques, faults))
    files.set(
      `img/lab-${engine}-delay.svg`,
      delayPicture(`${name}: from the click to the destination's request`, cells, techniques, shown),
    )
  }
  return files
}

/** Publishes the cells (or again those published before): docs/lab.md, its pictures, its results. Returns the paths written. */
export function writeReport(
  docs: string,
  cells: Cell[],
  notes: string[],
  techniques: readonly Axis[],
  faults: readonly Fault[],
): string[] {
  for (const folder of ['lab', 'img']) mkdirSync(join(docs, folder), { recursive: true })
  const results = join(docs, 'lab/results.json')
  const published = publish(results, cells, notes)
  const files = reportFiles(published, techniques, faults)
  for (const [path, text] of files) writeFileSync(join(docs, path), text)
  return [results, ...[...files.keys()].map((path) => join(docs, path))]
}
