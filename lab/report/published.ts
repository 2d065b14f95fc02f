// The published results: what docs/lab.md is drawn from, committed beside it, one cell a line.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, release, type } from 'node:os'
import type { Cell } from '../run/index.ts'

export interface Published {
  /** Where the cells were measured. */
  machine: string
  command: string
  /** What the reader must know of this run. */
  notes: string[]
  cells: Cell[]
}

export function readPublished(path: string): Published {
  return JSON.parse(readFileSync(path, 'utf8')) as Published
}

function writePublished(path: string, { machine, command, notes, cells }: Published): void {
  const lines = cells.map((cell) => JSON.stringify(cell)).join(',\n')
  writeFileSync(
    path,
    `{"machine":${JSON.stringify(machine)},"command":${JSON.stringify(command)},"notes":${JSON.stringify(notes)},"cells":[\n${lines}\n]}\n`,
  )
}

/** What is published from now on: these cells and no others, or, where there are none, the ones published before. */
export function publish(path: string, cells: Cell[], notes: string[]): Published {
  if (cells.length === 0 && existsSync(path)) return readPublished(path)
  const machine = `${type()} ${release().split('-')[0]}, ${availableParallelism()} cores`
  const published = { machine, command: 'npm run lab && npm run lab:report', notes, cells }
  writePublished(path, published)
  return published
}
