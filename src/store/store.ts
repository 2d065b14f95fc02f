// The store: named statements over one engine, and one lock.
// Promises: tables are up to date when it opens; the same rows may be inserted any number of times; values are bound, never spliced.
// Does not: know what a report or a verdict is.
import { join } from 'node:path'
import { WaysideError } from '../event/index.ts'
import { makeFolder, sleep } from '../platform/index.ts'
import { openChdb } from './chdb/driver.ts'
import { type ClickHouseOptions, openClickHouse } from './clickhouse/driver.ts'
import type { Driver, FileFormat, Params } from './driver.ts'
import { type Covered, HalfLoad } from './half-load.ts'
import { WHOLE_LOOK_MS, WHOLE_WAIT_MS } from './limits.ts'
import { migrate } from './migrate.ts'
import { type Places, statement } from './statements.ts'
import { columnsText, type Insert, structureText, TABLES } from './tables.ts'

export interface Store {
  /** Run `sql/<name>.sql` and return its rows. @throws WaysideError STORE_UNAVAILABLE while the engine is down. */
  select<T>(name: string, params?: Params, places?: Places): Promise<T[]>
  /** Run `sql/<name>.sql`, which changes something. */
  run(name: string, params?: Params, places?: Places): Promise<void>
  /** Run the SELECT in `sql/<name>.sql` and write its rows to a file of this machine, replacing it. Memory does not grow with the rows. */
  write(name: string, params: Params, places: Places, path: string, format: FileFormat): Promise<void>
  /** Insert one block of ClickHouse's Native format, whose columns are those of {@link TABLES}; it comes in pieces. Nothing happens for none. Rejected: all or none may be in; insert them again. */
  insert(into: Insert, block: readonly Uint8Array[], token: string): Promise<void>
  /** Run `work` while no other holder of this lock runs: what must be seen whole (a load, the books) takes it. First come, first served. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Records that are going in now, or whose load was cut short; under the lock, outside of a load: the latter alone. */
  half(): readonly Covered[]
  /** Run `work`, which puts these records in, under the lock. If it is cut short, {@link whole} waits until they went in again. */
  load(covered: readonly Covered[], work: () => Promise<void>): Promise<void>
  /** Run `work` under the lock while no load is half in. @throws WaysideError STORE_UNAVAILABLE when one stays so for WHOLE_WAIT_MS. */
  whole<T>(work: () => Promise<T>): Promise<T>
  /** The embedded engine's process, for measurements; undefined for a server. */
  enginePid(): number | undefined
  /** Somebody waits for an answer of the embedded engine now; false for a server. */
  isAsked(): boolean
  /** Times that the embedded engine ended unasked since the store was opened; it starts again with the next statement. 0 for a server. */
  engineDeaths(): number
  close(): Promise<void>
}

/**
 * Where the store is: a folder, which holds an engine of its own and remembers answers until something is written, unless told not to; or a ClickHouse server;
 * a folder beside that remembers loads that were cut short.
 */
export type StoreOptions = { folder: string; remembers?: boolean } | { folder?: string; clickhouse: ClickHouseOptions }

/** The file in the store's folder. */
const HALF_LOAD = 'half-load.json'

/** Open the store and bring its tables up to date. @param onEngineDeath told each time that the embedded engine ended unasked @throws WaysideError FOLDER_IN_USE, STORE_MISSING, STORE_UNAVAILABLE. */
export async function openStore(
  options: StoreOptions,
  onEngineDeath: (why: string) => void = () => undefined,
): Promise<Store> {
  if ('clickhouse' in options) {
    const driver = openClickHouse(options.clickhouse)
    if (options.folder !== undefined) makeFolder(options.folder)
    return open(driver, SERVER, new HalfLoad(options.folder && join(options.folder, HALF_LOAD)))
  }
  const driver = await openChdb(options.folder, onEngineDeath, options.remembers)
  return open(driver, driver, new HalfLoad(join(options.folder, HALF_LOAD)))
}

type Engine = Pick<Store, 'enginePid' | 'isAsked' | 'engineDeaths'>

/** A server is somebody else's to keep running. */
const SERVER: Engine = { enginePid: () => undefined, isAsked: () => false, engineDeaths: () => 0 }

async function open(driver: Driver, engine: Engine, half: HalfLoad): Promise<Store> {
  try {
    await migrate(driver)
    return storeOver(driver, engine, half)
  } catch (error) {
    await driver.close()
    throw error
  }
}

function storeOver(driver: Driver, engine: Engine, half: HalfLoad): Store {
  let last: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
  return {
    select: (name, params, places) => driver.query(statement(name, places), params),
    run: (name, params, places) => driver.command(statement(name, places), params),
    write: (name, params, places, path, format) => driver.write(statement(name, places), params, path, format),
    async insert(into, block, token) {
      if (block.length === 0) return
      const structure = TABLES[into]
      const sql = statement(into, { columns: columnsText(structure) })
      await driver.insert(sql, structureText(structure), block, `${into} ${token}`)
    },
    alone,
    half: () => half.pending,
    load: (covered, work) =>
      alone(async () => {
        half.begin(covered)
        await work()
        half.done(covered)
      }),
    async whole(work) {
      for (let waitedMs = 0; ; waitedMs += WHOLE_LOOK_MS) {
        const answer = await alone(async () => (half.isPending ? undefined : { is: await work() }))
        if (answer) return answer.is
        if (waitedMs >= WHOLE_WAIT_MS)
          throw new WaysideError('STORE_UNAVAILABLE', 'A load was cut short and has not been repeated yet.')
        await sleep(WHOLE_LOOK_MS)
      }
    },
    enginePid: () => engine.enginePid(),
    isAsked: () => engine.isAsked(),
    engineDeaths: () => engine.engineDeaths(),
    close: () => driver.close(),
  }
}
