// Rows as text, each cell the value that it is: numbers with a point, times as ISO 8601. CSV as RFC 4180 writes it, with a guard: spreadsheets run cells that begin like a formula, and item names come from other people.
import type { Column, Table } from '../parts/table.tsx'

/** @returns lines ended by CRLF. */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(headOf), ...rows]
  return lines.map((cells) => `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`).join('')
}

/** One object a line, named by the columns. */
export function ndjsonOf({ columns, rows }: Table): string {
  return rows
    .map((cells) => `${JSON.stringify(Object.fromEntries(cells.map((cell, at) => [headOf(columns[at]!), cell])))}\n`)
    .join('')
}

/** A column's name in files: with the unit, which on screen stands in the cells. */
export function headOf({ name, kind }: Column): string {
  return kind === 'ms' || kind === 'bytes' ? `${name} (${kind})` : name
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  // https://owasp.org/www-community/attacks/CSV_Injection
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
