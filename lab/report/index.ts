// What the measurements say: lines for the terminal, the verdict over Wayside's cells, docs/lab.md with its tables and pictures.
// Comes from: lab/results, docs/lab/results.json. Goes to: the terminal, docs/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { delayPicture } from './delays.ts'
import { labPage } from './page.ts'
import { promisesPicture } from './promises.ts'
import { type Published, publish } from './published.ts'
import type { Axis } from './svg.ts'
import { techniquesPicture } from './techniques.ts'

export { cellLine, medianInterval, percentile } from './figures.ts'
export { readPublished } from './published.ts'
export { verdict } from './verdict.ts'

/** Faults that the pictures of techniques show: those that all of them met. */
const TELLING = ['healthy', 'far', 'hang', 'refused']

/** Every file of the report but the results themselves: path below `docs/` to text. */
export function reportFiles(
  published: Published,
  techniques: readonly Axis[],
  faults: readonly Fault[],
): Map<string, string> {
  const crossing = published.cells.filter(({ destination }) => destination === 'cross-site')
  const shown = faults.filter(({ name }) => TELLING.includes(name))
  const snippet = published.cells.filter(({ technique }) => technique === 'wayside')
  return new Map([
    ['lab.md', labPage(published, techniques, faults)],
    ['img/lab-techniques.svg', techniquesPicture('What becomes of the click', crossing, techniques, shown)],
    ['img/lab-delay.svg', delayPicture('What it costs the visitor', crossing, techniques, shown)],
    ['img/lab-wayside.svg', promisesPicture('Wayside in every fault', snippet, faults)],
  ])
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
