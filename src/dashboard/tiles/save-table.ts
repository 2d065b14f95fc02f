// Saves a tile's rows as a file, made here from what is shown. The Parquet writer is loaded when it is first needed.
import type { Cell, Column, Table } from '../parts/table.tsx'
import { csvOf, headOf, ndjsonOf } from './csv.ts'
import { saveFile } from './save-file.ts'

export type TableFormat = 'csv' | 'ndjson' | 'parquet'

/** @throws when the file cannot be made, or what makes it cannot be loaded. */
export async function saveTable(table: Table, name: string, format: TableFormat): Promise<void> {
  saveFile(await contentOf(table, format), `${name}.${format}`)
}

async function contentOf(table: Table, format: TableFormat): Promise<Blob> {
  if (format === 'csv') return new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' })
  if (format === 'ndjson') return new Blob([ndjsonOf(table)], { type: 'application/x-ndjson' })
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const columnData = table.columns.map((column, at) => ({
    name: headOf(column),
    data: table.rows.map((row) => parquetValue(row[at]!, column)),
    type: typeOf(column),
    nullable: true,
  }))
  return new Blob([parquetWriteBuffer({ columnData })], { type: 'application/vnd.apache.parquet' })
}

function parquetValue(cell: Cell, { kind }: Column): Cell | Date {
  return kind === 'time' && cell !== null ? new Date(cell) : cell
}

function typeOf({ kind }: Column): 'STRING' | 'DOUBLE' | 'TIMESTAMP' {
  if (kind === 'time') return 'TIMESTAMP'
  return kind === undefined || kind === 'text' ? 'STRING' : 'DOUBLE'
}
