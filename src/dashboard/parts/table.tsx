// Tables: the one that a tile draws, and the same rows that it offers to download.
import type { JSX } from 'preact'
import { count, percent } from './format.ts'

export type Cell = string | number | null

export interface Column {
  name: string
  /** `text` is set left, all others right. Absent: text. */
  kind?: 'text' | 'count' | 'percent' | 'number'
}

export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
}

/** A whole table as it is downloaded. Names come from other people's pages and are only ever text. */
export function PlainTable({ table, label }: { table: Table; label: string }): JSX.Element {
  return (
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.columns.map(({ name, kind }) => (
              <th key={name} scope="col" class={sideOf(kind)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={table.columns[column]!.name} class={sideOf(table.columns[column]!.kind)}>
                  {cellText(cell, table.columns[column]!.kind)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function sideOf(kind: Column['kind']): string | undefined {
  return kind === undefined || kind === 'text' ? undefined : 'number'
}

function cellText(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '–'
  if (typeof cell === 'string') return cell
  if (kind === 'percent') return percent(cell)
  return kind === 'count' ? count(cell) : String(cell)
}
