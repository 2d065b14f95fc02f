// One load: log records made into the rows of every table, in bounded buffers, and put into the store.
// Promises: the same records give the same rows. Rows go in before anyone may move a checkpoint; putting them in twice changes nothing.
import type { Stamp } from '../event/index.ts'
import type { Insert, Store } from '../store/index.ts'
import { type ReadEvent, type Reading, type ReadRecord, readRecord } from './facts.ts'
import { type Context, correctTime, isTrustedRoute, judge, RULES_VERSION } from './judge/index.ts'
import { RowBuffer } from './rows/buffer.ts'
import { writeEventColumns, writeRecordColumns } from './rows/event.ts'
import { writeList } from './rows/list.ts'

/** Settings of a site; undefined when there is no such site. */
export type SiteOf = (site: string) => Context | undefined

/** What a load brought. */
export interface LoadCounts {
  records: number
  events: number
  quarantined: number
  /** Of the earliest and the latest record, milliseconds since the Unix epoch. */
  receivedAtMin: number
  receivedAtMax: number
}

const ORDER: readonly Insert[] = [
  'insertRecords',
  'insertQuarantinedBytes',
  'insertQuarantine',
  'insertDrops',
  'insertCopies',
  'insertEvents',
]

/** Rows of one load. Reused: `clear` keeps the memory. */
export class Load {
  readonly #rows: Readonly<Record<Insert, RowBuffer>> = {
    insertEvents: new RowBuffer(4_000_000),
    insertCopies: new RowBuffer(1_000_000),
    insertRecords: new RowBuffer(),
    insertQuarantine: new RowBuffer(),
    insertQuarantinedBytes: new RowBuffer(),
    insertDrops: new RowBuffer(),
  }
  readonly #shared = new RowBuffer(4_096)
  readonly #noList = new RowBuffer(64)
  readonly #reading: Reading
  readonly #siteOf: SiteOf
  #counts: LoadCounts = empty()
  #token = ''

  constructor(siteOf: SiteOf, token: Reading['token']) {
    this.#siteOf = siteOf
    this.#reading = { knows: (site) => siteOf(site) !== undefined, token }
  }

  get counts(): Readonly<LoadCounts> {
    return this.#counts
  }

  clear(): void {
    for (const rows of Object.values(this.#rows)) rows.clear()
    this.#counts = empty()
    this.#token = ''
  }

  /** Name the next stretch of records, for the insert token. */
  cover(log: string, first: number, last: number): void {
    this.#token += `${log}:${first}-${last} `
  }

  /** Add one log record. */
  add(log: string, sequence: number, body: Uint8Array): void {
    const record = readRecord(body, this.#reading)
    const receivedAt = record.stamp?.receivedAt ?? 0
    const counts = this.#counts
    counts.records++
    counts.events += record.events.length
    counts.quarantined += record.faults.length
    if (record.stamp) {
      counts.receivedAtMin = Math.min(counts.receivedAtMin, receivedAt)
      counts.receivedAtMax = Math.max(counts.receivedAtMax, receivedAt)
    }
    this.#addReceived(log, sequence, record.site, receivedAt, record.events.length + record.faults.length)
    if (record.faults.length > 0) this.#addFaults(log, sequence, record, body)
    if (record.stamp && record.batch) this.#addEvents(log, sequence, record, record.stamp, record.batch)
  }

  /** Put the rows into the store. Reject and repeat as often as it takes. */
  async insertInto(store: Store): Promise<void> {
    for (const into of ORDER) await store.insert(into, this.#rows[into].view(), this.#token)
  }

  #addReceived(log: string, sequence: number, site: string, receivedAt: number, received: number): void {
    const rows = this.#rows.insertRecords
    rows.string(log)
    rows.i64(sequence)
    rows.u32(0)
    rows.string(site)
    rows.i64(receivedAt)
    rows.u32(received)
  }

  #addFaults(log: string, sequence: number, { stamp, site, faults }: ReadRecord, body: Uint8Array): void {
    const rows = this.#rows.insertQuarantine
    for (const { index, id, code } of faults) {
      rows.string(log)
      rows.i64(sequence)
      rows.u32(index >>> 0)
      rows.u32(0)
      rows.u8(0)
      rows.string(site)
      rows.i64(stamp?.receivedAt ?? 0)
      rows.string(stamp?.datacenter ?? '')
      rows.string(stamp?.route ?? '')
      rows.string(code)
      rows.string(id)
    }
    const bytes = this.#rows.insertQuarantinedBytes
    bytes.string(log)
    bytes.i64(sequence)
    bytes.blob(body)
  }

  #addEvents(
    log: string,
    sequence: number,
    { events }: ReadRecord,
    stamp: Stamp,
    batch: NonNullable<ReadRecord['batch']>,
  ): void {
    const context = this.#siteOf(batch.site)
    if (!context) return
    this.#shared.clear()
    writeRecordColumns(this.#shared, log, stamp, batch)
    for (const read of events) this.#addEvent({ log, sequence, index: read.index }, read, stamp, batch.site, context)
    if (batch.dropped && batch.outbox) {
      const rows = this.#rows.insertDrops
      for (const [type, dropped] of Object.entries(batch.dropped)) {
        rows.string(batch.site)
        rows.uuid(batch.outbox)
        rows.string(type)
        rows.i64(dropped)
        rows.i64(stamp.receivedAt)
      }
    }
  }

  #addEvent(
    key: { log: string; sequence: number; index: number },
    { event, facts, token }: ReadEvent,
    stamp: Stamp,
    site: string,
    context: Context,
  ): void {
    const rows = this.#rows.insertEvents
    rows.raw(this.#shared.view())
    if (token) rows.raw(token.columns)
    else {
      // Only senders who hold a key may say where an item stood; of others it would be a way to invent placements.
      const named = isTrustedRoute(stamp.route)
      this.#noList.clear()
      writeList(this.#noList, {
        token: 'absent',
        issuedAt: 0,
        lifetimeSeconds: 0,
        list: (named && event.listId) || '',
        placement: (named && event.placement) || '',
        variant: (named && event.variant) || '',
      })
      rows.raw(this.#noList.view())
    }
    const time = correctTime(facts)
    const { reasons } = judge(facts, context, RULES_VERSION)
    const position = positionOf(event.position, event.item, token, isTrustedRoute(stamp.route))
    writeEventColumns(rows, event, facts, time, { reasons, rulesVersion: RULES_VERSION, position }, key)

    const copies = this.#rows.insertCopies
    copies.string(site)
    copies.i64(stamp.receivedAt)
    copies.string(key.log)
    copies.string(stamp.datacenter)
    copies.i64(key.sequence)
    copies.uuid(event.id)
    copies.u32(key.index)
    copies.string(event.via ?? '')
    copies.u16(Math.min(65_535, event.retries ?? 0))
  }
}

/** The 1-based position that reports use: of the signed list; of a trusted sender; 0 when neither says. */
function positionOf(
  seen: number | undefined,
  item: string | undefined,
  token: ReadEvent['token'],
  trusted: boolean,
): number {
  if (!token?.result.ok || item === undefined) return trusted ? (seen ?? 0) : 0
  const { i: items } = token.result.payload
  // An item may stand in a list twice; the page then says which one it was.
  return seen !== undefined && items[seen - 1] === item ? seen : items.indexOf(item) + 1
}

function empty(): LoadCounts {
  return { records: 0, events: 0, quarantined: 0, receivedAtMin: Number.MAX_SAFE_INTEGER, receivedAtMax: 0 }
}
