// What a written file really holds, found by reading it once more: bytes, checksum, rows. Not what its writer believes.
import { createHash } from 'node:crypto'
import { parquetMetadataAsync } from 'hyparquet'
import { fileBlob, readStream } from '../../platform/index.ts'
import type { ExportFormat } from './manifest.ts'

const NEWLINE = 10
const QUOTE = 34

/** Read a file. Memory does not grow with it. */
export async function fileFacts(
  path: string,
  format: ExportFormat,
): Promise<{ bytes: number; sha256: string; rows: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  let lines = 0
  let quoted = false
  for await (const chunk of readStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
    if (format === 'parquet') continue
    for (const byte of chunk) {
      // A line break within quotes is part of a name. NDJSON has none.
      if (byte === QUOTE && format === 'csv') quoted = !quoted
      else if (byte === NEWLINE && !quoted) lines++
    }
  }
  const rows = format === 'parquet' ? await parquetRows(path) : format === 'csv' ? Math.max(0, lines - 1) : lines
  return { bytes, sha256: hash.digest('hex'), rows }
}

async function parquetRows(path: string): Promise<number> {
  const blob = await fileBlob(path)
  const { num_rows: rows } = await parquetMetadataAsync({
    byteLength: blob.size,
    slice: (start, end) => blob.slice(start, end).arrayBuffer(),
  })
  return Number(rows)
}
