// The store: named statements over one engine, and one lock.
// Promises: tables are up to date when it opens; the same rows may be inserted any number of times; values are bound, never spliced.
// Does not: know what a report or a verdict is.
import { openChdb } from './chdb/driver.ts'
import { type ClickHouseOptions, openClickHouse } from './clickhouse/driver.ts'
import type { Driver, FileFormat, Params } from './driver.ts'
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
  /** Insert RowBinary rows in the order of {@link TABLES}. Nothing happens for no bytes. Rejected: all or none may be in; insert them again. */
  insert(into: Insert, rows: Uint8Array, token: string): Promise<void>
  /** Run `work` while no other holder of this lock runs: what must be seen whole (a load, the books) takes it. First come, first served. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** The embedded engine's process, for measurements; undefined for a server. */
  enginePid(): number | undefined
  close(): Promise<void>
}

/** Where the store is: a folder, which holds an engine of its own, or a ClickHouse server. */
export type StoreOptions = { folder: string } | { clickhouse: ClickHouseOptions }

/** Open the store and bring its tables up to date. @throws WaysideError FOLDER_IN_USE, STORE_MISSING, STORE_UNAVAILABLE. */
export async function openStore(options: StoreOptions): Promise<Store> {
  if ('clickhouse' in options) {
    const driver = openClickHouse(options.clickhouse)
    return open(driver, () => undefined)
  }
  const driver = await openChdb(options.folder)
  return open(driver, () => driver.enginePid())
}

async function open(driver: Driver, enginePid: () => number | undefined): Promise<Store> {
  try {
    await migrate(driver)
    return storeOver(driver, enginePid)
  } catch (error) {
    await driver.close()
    throw error
  }
}

function storeOver(driver: Driver, enginePid: () => number | undefined): Store {
  let last: Promise<unknown> = Promise.resolve()
  return {
    select: (name, params, places) => driver.query(statement(name, places), params),
    run: (name, params, places) => driver.command(statement(name, places), params),
    write: (name, params, places, path, format) => driver.write(statement(name, places), params, path, format),
    async insert(into, rows, token) {
      if (rows.length === 0) return
      const structure = TABLES[into]
      const sql = statement(into, { columns: columnsText(structure) })
      await driver.insert(sql, structureText(structure), rows, `${into} ${token}`)
    },
    alone(work) {
      const mine = last.then(work, work)
      last = mine.catch(() => undefined)
      return mine
    },
    enginePid,
    close: () => driver.close(),
  }
}
