// The published results: what docs/lab.md is drawn from, committed beside it, one cell a line.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, release, type } from 'node:os'
import type { Cell } from '../run/index.ts'

export interface Published {
  /** Where the cells were measured. */
  machine: string
  command: string
  /** What this run did otherwise than the lab does now, for the reader. */
  notes: string[]
  cells: Cell[]
}

export function readPublished(path: string): Published {
  return JSON.parse(readFileSync(path, 'utf8')) as Published
}

export function writePublished(path: string, { machine, command, notes, cells }: Published): void {
  const lines = cells.map((cell) => JSON.stringify(cell)).join(',\n')
  writeFileSync(
    path,
    `{"machine":${JSON.stringify(machine)},"command":${JSON.stringify(command)},"notes":${JSON.stringify(notes)},"cells":[\n${lines}\n]}\n`,
  )
}

/** New cells over those published before. */
export function merge(path: string, cells: Cell[], keyOf: (cell: Cell) => string): Published {
  const before = existsSync(path) ? readPublished(path) : undefined
  const merged = new Map([...(before?.cells ?? []), ...cells].map((cell) => [keyOf(cell), cell]))
  const machine = `${type()} ${release().split('-')[0]}, ${availableParallelism()} cores`
  return {
    machine,
    command: 'npm run lab && npm run lab:report',
    notes: before?.notes ?? [],
    cells: [...merged.values()],
  }
}
