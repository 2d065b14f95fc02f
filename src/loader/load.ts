// One load: log records made into the rows of every table, in bounded buffers, and put into the store.
// Promises: the same records give the same rows. Putting them in twice changes nothing.
import type { ErrorCode, Stamp } from '../event/index.ts'
import { type Covered, eraseAgain, type Insert, type Store } from '../store/index.ts'
import { type ReadEvent, type Reading, type ReadRecord, readRecord } from './facts.ts'
import { type LoadCounts, noCounts } from './figures.ts'
import { type Context, correctTime, isTrustedRoute, judge, RULES_VERSION } from './judge/index.ts'
import { RowBuffer } from './rows/buffer.ts'
import { writeEventColumns, writeRecordColumns } from './rows/event.ts'
import { listIdOf, writeListOf } from './rows/list.ts'
import { positionOf } from './rows/position.ts'
import { type RecordKey, writeBytes, writeCopy, writeDropped, writeFault, writeReceived } from './rows/record.ts'
import { settle } from './settle.ts'
import { type Touched, touch } from './touched.ts'

/** Settings of a site; undefined when there is no such site. */
export type SiteOf = (site: string) => Context | undefined

/** What of a record lay in quarantine, place → code, and the number of this reading of it: 1 and up. */
export interface Again {
  version: number
  held: ReadonlyMap<number, ErrorCode>
}

type Loaded = Exclude<Insert, 'insertVerdicts'>

/** Events come last: nothing is in reports before all the books know of it. */
const ORDER: readonly Loaded[] = [
  'insertRecords',
  'insertQuarantinedBytes',
  'insertQuarantine',
  'insertDrops',
  'insertCopies',
  'insertEvents',
]

/** Rows of one load. Reused: `clear` keeps the memory. */
export class Load {
  readonly #rows: Readonly<Record<Loaded, RowBuffer>> = {
    insertEvents: new RowBuffer(),
    insertCopies: new RowBuffer(),
    insertRecords: new RowBuffer(),
    insertQuarantine: new RowBuffer(),
    insertQuarantinedBytes: new RowBuffer(),
    insertDrops: new RowBuffer(),
  }
  readonly #shared = new RowBuffer(4_096)
  readonly #reading: Reading
  readonly #siteOf: SiteOf
  readonly #touched: Touched = new Map()
  counts: LoadCounts = noCounts()
  #token = ''
  /** The stretches that were named. */
  covered: Covered[] = []

  constructor(siteOf: SiteOf, token: Reading['token']) {
    this.#siteOf = siteOf
    this.#reading = { knows: (site) => siteOf(site) !== undefined, token }
  }

  clear(): void {
    for (const rows of Object.values(this.#rows)) rows.clear()
    this.#touched.clear()
    this.counts = noCounts()
    this.#token = ''
    this.covered = []
  }

  /** Name the next stretch of records. @param how stands in the insert token when they come from elsewhere than the log */
  cover(log: string, first: number, last: number, how = ''): void {
    this.#token += `${how}${log}:${first}-${last} `
    this.covered.push({ log, first, last })
  }

  /** Add one log record. @param again when it comes from quarantine */
  add(log: string, sequence: number, body: Uint8Array, again?: Again): void {
    const record = readRecord(body, this.#reading)
    const isHeld = (index: number): boolean => again === undefined || again.held.has(-1) || again.held.has(index)
    // Its site is gone since: what was read of it stays as it is.
    if (again && record.faults[0]?.index === -1 && !again.held.has(-1)) return
    const counts = this.counts
    const key = { log, sequence }
    const { stamp, site } = record
    const version = again?.version ?? 0
    const received = record.events.length + record.faults.length
    const faults = record.faults.filter(({ index }) => isHeld(index))
    counts.records++
    counts.quarantined += faults.length
    writeReceived(this.#rows.insertRecords, key, site, stamp?.receivedAt ?? 0, received, version)
    for (const [index, code] of again?.held ?? [])
      if (!faults.some((fault) => fault.index === index))
        writeFault(
          this.#rows.insertQuarantine,
          key,
          { index, id: '', code },
          { site, stamp, version, state: 'replayed' },
        )
    for (const fault of faults)
      writeFault(this.#rows.insertQuarantine, key, fault, { site, stamp, version, state: 'held' })
    if (faults.length > 0 && !again) writeBytes(this.#rows.insertQuarantinedBytes, key, body)
    if (stamp && record.batch) this.#addEvents(key, record, stamp, record.batch, isHeld)
  }

  /** Put the rows into the store and settle what they touched. Reject and repeat as often as it takes. */
  async insertInto(store: Store): Promise<void> {
    for (const into of ORDER) await store.insert(into, this.#rows[into].view(), this.#token)
    for (const { log, first, last } of this.covered) await eraseAgain(store, log, first, last)
    await settle(store, this.#touched, this.#siteOf)
  }

  #addEvents(
    key: RecordKey,
    { events }: ReadRecord,
    stamp: Stamp,
    batch: NonNullable<ReadRecord['batch']>,
    isHeld: (index: number) => boolean,
  ): void {
    const context = this.#siteOf(batch.site)
    if (!context) return
    this.#shared.clear()
    writeRecordColumns(this.#shared, key.log, stamp, batch)
    for (const read of events) {
      if (!isHeld(read.index)) continue
      this.counts.events++
      this.#addEvent({ ...key, index: read.index }, read, stamp, batch.site, context)
      if (batch.outbox) touch(this.#touched, batch.site, read.facts, listIdOf(read, stamp.route), this.#at)
    }
    const of = batch.outbox && { site: batch.site, outbox: batch.outbox, receivedAt: stamp.receivedAt }
    if (batch.dropped && of) writeDropped(this.#rows.insertDrops, of, batch.dropped)
  }

  /** Corrected time of the event that was added last. */
  #at = 0

  #addEvent(key: RecordKey & { index: number }, read: ReadEvent, stamp: Stamp, site: string, context: Context): void {
    const { event, facts, token } = read
    const rows = this.#rows.insertEvents
    rows.raw(this.#shared.view())
    writeListOf(rows, read, stamp.route)
    const time = correctTime(facts)
    const { reasons } = judge(facts, context, RULES_VERSION)
    const position = positionOf(event.position, event.item, token, isTrustedRoute(stamp.route))
    writeEventColumns(rows, event, facts, time, { reasons, rulesVersion: RULES_VERSION, position }, key)
    writeCopy(this.#rows.insertCopies, key, { site, stamp, id: event.id, via: event.via, retries: event.retries })
    this.#at = time.at
  }
}
