// The embedded engine, ClickHouse inside a child process (chDB), over one folder.
// Promises: the same statements as `clickhouse/driver.ts`. Rows go in as a file that the engine reads, so no row passes the IPC channel.
import { join } from 'node:path'
import { listFolder, makeFolder, remove, writePieces } from '../../platform/index.ts'
import type { Driver, FileFormat, Params } from '../driver.ts'
import { INSERT_SETTINGS, WRITE_SETTINGS } from '../limits.ts'
import { Memory } from './memory.ts'
import { EngineProcess } from './process.ts'

const AT_REST = 'SELECT count() AS running FROM system.mutations WHERE NOT is_done'

/** The driver; the engine's process id for measurements and fault tests, and whether somebody waits for an answer of it. */
export interface ChdbDriver extends Driver {
  enginePid(): number | undefined
  isAsked(): boolean
  /** Times that the engine ended unasked. */
  engineDeaths(): number
}

/** Open the engine over `folder`, making it if need be. @param onDeath told each time that the engine ended unasked @param remembers answers, until something is written @throws WaysideError FOLDER_IN_USE, STORE_MISSING, STORE_UNAVAILABLE. */
export async function openChdb(
  folder: string,
  onDeath: (why: string) => void = () => undefined,
  remembers = true,
): Promise<ChdbDriver> {
  const engineFolder = join(folder, 'engine')
  const spool = join(folder, 'spool')
  makeFolder(engineFolder)
  makeFolder(spool)
  const memory = new Memory(async () => (await engine.ask('read', AT_REST, {})).trim() === '{"running":0}')
  const engine = new EngineProcess(engineFolder, (why) => {
    memory.doubt()
    onDeath(why)
  })
  await engine.start()
  // Files of a load that a crash cut short: the log still has their records.
  for (const name of listFolder(spool)) remove(join(spool, name))
  let spooled = 0
  return {
    async query<T>(sql: string, params: Params = {}): Promise<T[]> {
      const ask = (): Promise<string> => engine.ask('read', sql, params)
      const text = remembers ? await memory.answer(keyOf(sql, params), ask) : await ask()
      return text === '' ? [] : (JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as T[])
    },
    async command(sql: string, params: Params = {}): Promise<void> {
      await memory.change(() => engine.ask('write', sql, params))
    },
    async insert(sql: string, structure: string, block: readonly Uint8Array[], token: string): Promise<void> {
      const path = join(spool, `${++spooled}.rows`)
      await writePieces(path, block)
      try {
        const settings = `insert_deduplication_token = {token:String}, ${INSERT_SETTINGS.join(', ')}`
        const source = `file({path:String}, 'Native', {structure:String}) SETTINGS ${settings}`
        await memory.change(() => engine.ask('write', sql.replace('{source}', source), { path, structure, token }))
      } finally {
        remove(path)
      }
    },
    async write(sql: string, params: Params, path: string, format: FileFormat): Promise<void> {
      const into = `INSERT INTO FUNCTION file({path:String}, '${format}') ${sql} SETTINGS ${WRITE_SETTINGS.join(', ')}`
      await engine.ask('bulk', into, { ...params, path })
    },
    close: () => engine.close(),
    enginePid: () => engine.pid,
    isAsked: () => engine.isAsked,
    engineDeaths: () => engine.deaths,
  }
}

/** 64-bit numbers are told from texts that look alike. */
function keyOf(sql: string, params: Params): string {
  const values = JSON.stringify(params, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
  return `${sql}\n${values}`
}
