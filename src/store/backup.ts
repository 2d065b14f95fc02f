// Copies the store into a folder, and fills an empty store from one.
// Promises: the copy is of one moment, between two loads, and says how far each log had come then, so that a restored store loads the rest;
// a folder without its manifest is no backup; damage is found before anything is restored. Works while the node takes and loads events.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { WaysideError } from '../event/index.ts'
import { exists, fileBytes, makeFolder, readStream, readText, syncPath, writeTextAtomic } from '../platform/index.ts'
import type { Store } from './store.ts'

/** One table of a backup. */
interface BackedUpTable {
  rows: number
  bytes: number
  sha256: string
  columns: string[]
}

/** What a backup holds. */
export interface Manifest {
  v: 1
  /** The newest migration of the store that it was made from. */
  migration: number
  madeAt: string
  tables: Record<string, BackedUpTable>
  /** The last sequence of each log that is in it. */
  checkpoints: Record<string, number>
}

const MANIFEST = 'manifest.json'

/**
 * Copy the store into `folder`, which must be new or empty of backups.
 * @param checkpoints read while no load is half done @throws WaysideError INPUT
 */
export async function backup(
  store: Store,
  folder: string,
  checkpoints: () => Record<string, number>,
  now: number,
): Promise<Manifest> {
  await mustBeEmbedded(store)
  if (exists(join(folder, MANIFEST))) throw new WaysideError('INPUT', `${folder} holds a backup already. Name another.`)
  makeFolder(folder)
  return store.whole(async () => {
    const migration = await newestMigration(store)
    const tables: Manifest['tables'] = {}
    for (const { name, columns } of await store.select<{ name: string; columns: string[] }>('listTables')) {
      const path = join(folder, `${name}.native`)
      await store.run('backupTable', { path }, { table: name, columns: columnList(columns) })
      const [count] = await store.select<{ rows: number }>('countRows', {}, { table: name })
      // The engine writes no file for an empty table.
      const bytes = fileBytes(path) ?? 0
      if (bytes > 0) syncPath(path)
      tables[name] = { rows: count?.rows ?? 0, bytes, sha256: bytes > 0 ? await hashOf(path) : '', columns }
    }
    const manifest: Manifest = {
      v: 1,
      migration,
      madeAt: new Date(now).toISOString(),
      tables,
      checkpoints: checkpoints(),
    }
    writeTextAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    return manifest
  })
}

/** Fill an empty store. Cut short, it may be run again. @returns what was restored. @throws WaysideError INPUT when the backup is damaged or newer. */
export async function restore(store: Store, folder: string): Promise<Manifest> {
  await mustBeEmbedded(store)
  const manifest = readManifest(folder)
  if (manifest.migration > (await newestMigration(store)))
    throw new WaysideError('INPUT', `${folder} was made by a newer version. Restore it with that one.`)
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.tables)) {
    const path = join(folder, `${name}.native`)
    if ((fileBytes(path) ?? 0) !== bytes || (bytes > 0 && (await hashOf(path)) !== sha256))
      throw new WaysideError('INPUT', `${path} is damaged: it is not the file that the manifest names.`)
  }
  await store.alone(async () => {
    for (const [name, { bytes, columns }] of Object.entries(manifest.tables)) {
      if (bytes === 0) continue
      const places = { table: name, columns: columnList(columns) }
      await store.run('restoreTable', { path: join(folder, `${name}.native`) }, places)
    }
  })
  return manifest
}

/** @throws WaysideError INPUT when there is no backup. */
export function readManifest(folder: string): Manifest {
  const text = readText(join(folder, MANIFEST))
  if (text === undefined) throw new WaysideError('INPUT', `${folder} is no backup: it has no ${MANIFEST}.`)
  const manifest = JSON.parse(text) as Manifest
  if (manifest.v !== 1 || Object.keys(manifest.tables).some((name) => !/^\w+$/.test(name)))
    throw new WaysideError('INPUT', `${folder} is of a form that this version does not read.`)
  return manifest
}

async function mustBeEmbedded(store: Store): Promise<void> {
  // An engine that has died has no process until it is asked something.
  await newestMigration(store)
  if (store.enginePid() === undefined)
    throw new WaysideError(
      'INPUT',
      'A ClickHouse server is backed up by its own BACKUP statement, see its documentation.',
    )
}

async function newestMigration(store: Store): Promise<number> {
  const applied = await store.select<{ number: number }>('listMigrations')
  return Math.max(0, ...applied.map(({ number }) => number))
}

function columnList(columns: readonly string[]): string {
  return columns.map((name) => `\`${name.replaceAll('`', '')}\``).join(', ')
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of readStream(path)) hash.update(bytes as Buffer)
  return hash.digest('hex')
}
