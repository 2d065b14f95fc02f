// An export, as a task. Files are written by whoever holds the store: with the rights of the backend's user, where one runs.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder, remove, secureBytes } from '../../platform/index.ts'
import { type ExportQuery, mustBeKept, newestReceived, readRange } from '../../report/index.ts'
import type { Backend } from '../backend.ts'
import { openDestination, type S3Options } from '../export/destination.ts'
import type { ExportKind } from '../export/manifest.ts'
import { type ExportDone, runExport } from '../export/run.ts'
import { attributionWindows } from '../sites.ts'
import type { Task } from './task.ts'

/** What to export, in a command's words. */
export interface ExportWish {
  kind: Omit<ExportKind, 'from' | 'to'>
  from?: string | undefined
  to?: string | undefined
  asOf?: string | undefined
  /** An absolute path, or `s3://…`. */
  out: string
  s3: S3Options
  full: boolean
}

export const exportTask: Task<ExportWish, ExportDone, { rows: number; of: number }> = {
  name: 'export',
  isExclusive: true,
  async run(backend, wish, { onProgress, signal }) {
    await backend.catchUp(signal)
    const { kind, query } = await readWish(backend, wish)
    const scratch = join(tmpdir(), `wayside-export-${secureBytes(6).toString('hex')}`)
    makeFolder(scratch)
    try {
      const destination = openDestination(wish.out, wish.s3, scratch)
      return await runExport({
        ...{ store: backend.store, destination, kind, query, full: wish.full, signal },
        onProgress: (rows, of) => onProgress({ rows, of }),
      })
    } finally {
      remove(scratch)
    }
  },
}

async function readWish(
  { store, config }: Backend,
  { kind: wanted, from, to, asOf }: ExportWish,
): Promise<{ kind: ExportKind; query: ExportQuery }> {
  const range = readRange({ from, to })
  await mustBeKept(store, range.from, [wanted.site])
  const kind: ExportKind = {
    ...wanted,
    from: from === undefined ? null : new Date(range.from).toISOString(),
    to: to === undefined ? null : new Date(range.to).toISOString(),
  }
  const query: ExportQuery = {
    ...{ site: kind.site, base: kind.base, columns: kind.columns, from: range.from, to: range.to },
    // One past the newest: the cut-off is not included.
    asOf: asOf === undefined ? (await newestReceived(store)) + 1 : readRange({ to: asOf }).to,
    outcomeMs: kind.outcomeSeconds * 1_000,
    windows: attributionWindows(config),
  }
  return { kind, query }
}
