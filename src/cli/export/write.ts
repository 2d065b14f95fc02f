// Writes one file of an export: by the engine, read once more to know what it really holds, then handed over.
import { WaysideError } from '../../event/index.ts'
import { remove } from '../../platform/index.ts'
import { type ExportQuery, writeRows } from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import type { Destination } from './destination.ts'
import { fileFacts } from './facts.ts'
import { type ExportedFile, type ExportKind, FORMATS } from './manifest.ts'
import { isComplete, iso, type Stretch } from './stretches.ts'

/** What the rows are joined with, and how items are written. */
export interface Joined {
  credits: string
  numericItems: boolean
}

/** @throws WaysideError STORE_UNAVAILABLE when it came out with other rows than were counted. */
export async function writeFile(
  { store, destination, kind, query }: { store: Store; destination: Destination; kind: ExportKind; query: ExportQuery },
  { path, from, to, rows, verdicts }: Stretch,
  joined: Joined,
): Promise<ExportedFile> {
  const local = destination.scratch(path)
  const within = { ...query, from: Math.max(query.from, from), to: Math.min(query.to, to) }
  await writeRows(store, within, { path: local, format: FORMATS[kind.format], ...joined })
  const facts = await fileFacts(local, kind.format)
  if (facts.rows !== rows) {
    remove(local)
    throw new WaysideError('STORE_UNAVAILABLE', `${path} came out with ${facts.rows} rows instead of ${rows}.`)
  }
  await destination.putFile(path, local, facts.sha256)
  const complete = isComplete(to, query)
  return { path, from: iso(within.from), to: iso(within.to), verdicts, ...facts, asOf: iso(query.asOf), complete }
}
