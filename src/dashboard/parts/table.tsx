// Tables: the one that a tile draws, and the same rows that it offers to download.
// Promises: a cell holds a value, never its words: a number, a text, or a time as ISO 8601. The column says how it is shown.
import type { ComponentChildren, JSX } from 'preact'
import { count, percent } from './format.ts'
import { bytesText, durationText, type TimeUnit, timeText } from './moment.ts'

export type Cell = string | number | null

export interface Column {
  name: string
  /**
   * What its cells are. `percent`: a share, 1 is all of it. `ms`, `bytes`: files say the unit beside the name. `time`: ISO 8601 in UTC,
   * shown in the page's zone. `text` is set left, all others right. Absent: text.
   */
  kind?: 'text' | 'count' | 'percent' | 'number' | 'ms' | 'bytes' | 'time'
  /** Of times: how exactly they are shown. Absent: to the minute. */
  to?: TimeUnit
}

export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
}

interface PlainTableProps {
  table: Table
  label: string
  /** Of the page: times are shown in it. */
  tz: string
}

interface ActionsProps {
  /** A last column, of what can be done about each row. */
  actions?: (row: number) => ComponentChildren
}

/** A whole table as it is downloaded. Names come from other people's pages and are only ever text. */
export function PlainTable({ table, label, tz, actions }: PlainTableProps & ActionsProps): JSX.Element {
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
            {actions && (
              <th scope="col">
                <span class="hidden">What can be done</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
            <tr key={at}>
              {row.map((cell, nth) => {
                const column = table.columns[nth]!
                return (
                  <td key={column.name} class={sideOf(column.kind)}>
                    {cellText(cell, column, tz)}
                  </td>
                )
              })}
              {actions && <td>{actions(at)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The first row of a table, set upright: a line for each of its columns. */
export function UprightTable({ table, label, tz }: PlainTableProps): JSX.Element {
  return (
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column, at) => (
            <tr key={column.name}>
              <td>{column.name}</td>
              <td>{cellText(table.rows[0]![at]!, column, tz)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function sideOf(kind: Column['kind']): string | undefined {
  return kind === undefined || kind === 'text' || kind === 'time' ? undefined : 'number'
}

function cellText(cell: Cell, { kind, to = 'minute' }: Column, tz: string): string {
  if (cell === null) return '–'
  if (typeof cell === 'string') return kind === 'time' ? timeText(cell, tz, to) : cell
  switch (kind) {
    case 'percent':
      return percent(cell)
    case 'count':
      return count(cell)
    case 'ms':
      return durationText(cell)
    case 'bytes':
      return bytesText(cell)
    default:
      return String(cell)
  }
}
