// The results on disk: one line of JSON a cell, the newest line of a cell counts. An interrupted run goes on where it was.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Cell, type CellName, keyOf } from './cell.ts'

export interface Results {
  cells(): Cell[]
  /** Is there a cell of so many clicks, and of this tag where the technique has one? */
  has(name: CellName, clicks: number, tag: string | undefined): boolean
  add(cell: Cell): void
}

export function openResults(path: string, fresh: boolean): Results {
  const lines = existsSync(path) && !fresh ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  const cells = new Map(lines.map((line) => JSON.parse(line) as Cell).map((cell) => [keyOf(cell), cell]))
  mkdirSync(dirname(path), { recursive: true })
  return {
    cells: () => [...cells.values()],
    has: (name, clicks, tag) => {
      const cell = cells.get(keyOf(name))
      return cell?.clicks === clicks && cell.tag === tag
    },
    add: (cell) => {
      cells.set(keyOf(cell), cell)
      appendFileSync(path, `${JSON.stringify(cell)}\n`)
    },
  }
}
