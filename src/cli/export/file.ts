// One export as a stream on its way out: the engine writes a scratch file for each stretch, which is read and gone before the next is written.
// Promises: memory and disk do not grow with the rows. A Parquet file has one footer, so it is one stretch, and refused when it would be too large.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportFileQuery } from '../../api/index.ts'
import { WaysideError } from '../../event/index.ts'
import { readStream, remove, secureBytes } from '../../platform/index.ts'
import {
  type AttributionWindows,
  dropCredits,
  EXPORT_FILE_ROWS_MAX,
  type ExportQuery,
  exportSlots,
  itemsAreNumbers,
  makeCredits,
  mustBeKept,
  newestReceived,
  writeRows,
} from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import { FORMATS } from './manifest.ts'
import { stretchesOf } from './stretches.ts'

type Format = ExportFileQuery['format']
type Within = Pick<ExportQuery, 'from' | 'to'>

const HOUR_SECONDS = 3_600
const MINUTE_SECONDS = 60
const NEWLINE = 10

/**
 * The bytes, as they are made. What went wrong with the first stretch rejects at once. @param rowsMax of a stretch
 * @throws WaysideError RANGE when a Parquet file would hold more rows than one stretch, RANGE_ERASED
 */
export async function exportFile(
  store: Store,
  { format, ...asked }: ExportFileQuery & { windows: Readonly<Record<string, AttributionWindows>> },
  rowsMax: number = EXPORT_FILE_ROWS_MAX,
): Promise<AsyncIterable<Uint8Array>> {
  await mustBeKept(store, asked.from, [asked.site])
  const query = { ...asked, asOf: asked.asOf ?? (await newestReceived(store)) + 1 }
  const parts = await partsOf(store, query, format, rowsMax)
  const pieces = bytesOf(store, query, format, parts)
  const first = await pieces.next()
  let isFirst = true
  // Begun, so that a reader who turns away before reading leaves nothing behind either.
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (!isFirst) return pieces.next()
        isFirst = false
        return Promise.resolve(first)
      },
      return: () => pieces.return(undefined),
    }),
  }
}

async function partsOf(store: Store, query: ExportQuery, format: Format, rowsMax: number): Promise<Within[]> {
  const hours = await exportSlots(store, query, HOUR_SECONDS)
  const minutesOf = (from: number, to: number): ReturnType<typeof exportSlots> =>
    exportSlots(store, { ...query, ...within(query, { from, to }) }, MINUTE_SECONDS)
  const parts = await stretchesOf(hours, { every: 'day', format }, minutesOf, rowsMax)
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  if (format === 'parquet' && rows > rowsMax)
    throw new WaysideError(
      'RANGE',
      `${rows} rows are too many for one Parquet file (${rowsMax}). Ask for less time, for NDJSON, or use wayside export.`,
    )
  return format === 'parquet' || parts.length === 0 ? [query] : parts.map((part) => within(query, part))
}

function within({ from, to }: Within, part: Within): Within {
  return { from: Math.max(from, part.from), to: Math.min(to, part.to) }
}

async function* bytesOf(
  store: Store,
  query: ExportQuery,
  format: Format,
  parts: readonly Within[],
): AsyncGenerator<Uint8Array> {
  const run = secureBytes(6).toString('hex')
  const path = join(tmpdir(), `wayside-export-${run}.${format}`)
  const credits = await makeCredits(store, query, run)
  try {
    const numericItems = query.columns === 'open-bandit' && (await itemsAreNumbers(store, query))
    for (const [at, part] of parts.entries()) {
      await writeRows(store, { ...query, ...part }, { path, format: FORMATS[format], credits, numericItems })
      yield* format === 'csv' && at > 0 ? withoutHeader(readStream(path)) : readStream(path)
    }
  } finally {
    remove(path)
    await dropCredits(store, credits)
  }
}

/** Names of columns hold no line breaks. */
async function* withoutHeader(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let isHeader = true
  for await (const chunk of stream) {
    if (!isHeader) yield chunk
    else if (chunk.includes(NEWLINE)) {
      isHeader = false
      yield chunk.subarray(chunk.indexOf(NEWLINE) + 1)
    }
  }
}
