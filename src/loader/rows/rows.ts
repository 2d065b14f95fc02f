// The rows of one load, in the order in which they go into the store.
import { type Insert, TABLES } from '../../store/index.ts'
import { blockOf, clearColumns } from './block.ts'
import { EventColumns } from './event.ts'
import { CopyColumns, DropColumns, QuarantineColumns, QuarantinedBytesColumns, RecordColumns } from './record.ts'

/** Columns of every table. Reused: `clear` keeps the memory. */
export class Rows {
  readonly insertRecords: RecordColumns = new RecordColumns()
  readonly insertQuarantinedBytes: QuarantinedBytesColumns = new QuarantinedBytesColumns()
  readonly insertQuarantine: QuarantineColumns = new QuarantineColumns()
  readonly insertDrops: DropColumns = new DropColumns()
  readonly insertCopies: CopyColumns = new CopyColumns()
  readonly insertEvents: EventColumns = new EventColumns()

  clear(): void {
    for (const into of ORDER) clearColumns(this[into])
    clearColumns(this.insertQuarantine)
  }

  /** One block for each table but {@link quarantine}, for one insert after another; empty where there is nothing. */
  *blocks(): Generator<[into: Insert, block: Uint8Array[]]> {
    for (const into of ORDER) yield this.#block(into)
  }

  /** What is held, or no longer: the last to go in, since a replay is found by it. */
  quarantine(): [into: Insert, block: Uint8Array[]] {
    return this.#block('insertQuarantine')
  }

  #block(into: (typeof ORDER)[number] | 'insertQuarantine'): [into: Insert, block: Uint8Array[]] {
    return [into, blockOf(TABLES[into], this[into])]
  }
}

/** Events come last: nothing is in reports before its copies are known. */
const ORDER = [
  'insertRecords',
  'insertQuarantinedBytes',
  'insertDrops',
  'insertCopies',
  'insertEvents',
] as const satisfies readonly Insert[]
