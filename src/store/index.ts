// Tables, migrations, SQL and the engines that run it. The same rows may come in any number of times and count once.
// Comes from: the loader's rows. Goes to: report, which asks; loader, which inserts.
export { backup, type Manifest, readManifest, restore } from './backup.ts'
export type { ClickHouseOptions } from './clickhouse/driver.ts'
export { type Driver, type FileFormat, type Params, StatementFailed } from './driver.ts'
export { countErasable, type Erasure, erase, eraseAgain, type Subject } from './erase.ts'
export type { Covered } from './half-load.ts'
export { Rebuilder } from './rebuild.ts'
export { outboxParts, QUARTER_MS, type RollupRows, rollupRows, union } from './rollups.ts'
export { type Places, statement } from './statements.ts'
export { openStore, type Store, type StoreOptions } from './store.ts'
export { columnsText, type Insert, structureText, TABLES } from './tables.ts'
export { startUpkeep, type Upkeep } from './upkeep.ts'
