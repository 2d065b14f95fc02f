// Reads files of history as a stream of rows with their line numbers: CSV with a header, or NDJSON. Memory stays flat.
import { createInterface } from 'node:readline'
import { Parser } from 'csv-parse'
import { WaysideError } from '../../event/index.ts'
import { readStream } from '../../platform/index.ts'
import type { Row } from './mapping.ts'

/** One row, or why there is none on that line. `bytes` is how far into the file we are. */
export type Read = { line: number; bytes: number } & ({ row: Row } | { fault: string })

/** Rows of a file by its ending: `.csv`, or `.ndjson` and `.jsonl`. @throws WaysideError INPUT for other endings. */
export function readRows(path: string): AsyncIterable<Read> {
  if (/\.csv$/i.test(path)) return readCsv(path)
  if (/\.(ndjson|jsonl)$/i.test(path)) return readNdjson(path)
  throw new WaysideError('INPUT', `${path}: name a .csv, .ndjson or .jsonl file.`)
}

async function* readCsv(path: string): AsyncGenerator<Read> {
  const parser = new Parser({ columns: true, bom: true, info: true, relax_column_count: true, skip_empty_lines: true })
  const stream = readStream(path)
  stream.on('error', (error) => parser.destroy(error))
  stream.pipe(parser)
  for await (const value of parser) {
    const { record, info } = value as { record: Row; info: { lines: number; bytes: number; error?: Error } }
    const place = { line: info.lines, bytes: info.bytes }
    yield info.error ? { ...place, fault: info.error.message } : { ...place, row: record }
  }
}

async function* readNdjson(path: string): AsyncGenerator<Read> {
  let line = 0
  let bytes = 0
  for await (const text of createInterface({ input: readStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    bytes += Buffer.byteLength(text) + 1
    if (text.trim() === '') continue
    yield { line, bytes, ...parseLine(text) }
  }
}

function parseLine(text: string): { row: Row } | { fault: string } {
  try {
    const row: unknown = JSON.parse(text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { row: row as Row }
  } catch {
    // Falls through to the fault.
  }
  return { fault: 'not a JSON object' }
}
