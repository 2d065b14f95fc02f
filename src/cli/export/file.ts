// One export as one file on its way out: written by the engine into a scratch file, read from it, and gone.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportFileQuery } from '../../api/index.ts'
import { readStream, remove, secureBytes } from '../../platform/index.ts'
import {
  type AttributionWindows,
  dropCredits,
  itemsAreNumbers,
  makeCredits,
  mustBeKept,
  newestReceived,
  writeRows,
} from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import { FORMATS } from './manifest.ts'

/** Write it, then give its bytes. The scratch file goes when they were read, or when the reader turns away. */
export async function exportFile(
  store: Store,
  { format, ...asked }: ExportFileQuery & { windows: Readonly<Record<string, AttributionWindows>> },
): Promise<AsyncIterable<Uint8Array>> {
  await mustBeKept(store, asked.from, [asked.site])
  const query = { ...asked, asOf: asked.asOf ?? (await newestReceived(store)) + 1 }
  const run = secureBytes(6).toString('hex')
  const path = join(tmpdir(), `wayside-export-${run}.${format}`)
  const credits = await makeCredits(store, query, run)
  try {
    const numericItems = query.columns === 'open-bandit' && (await itemsAreNumbers(store, query))
    await writeRows(store, query, { path, format: FORMATS[format], credits, numericItems })
  } catch (error) {
    remove(path)
    throw error
  } finally {
    await dropCredits(store, credits)
  }
  return bytesOf(path)
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readStream(path)
  } finally {
    remove(path)
  }
}
