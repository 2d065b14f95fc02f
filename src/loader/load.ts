// One load: log records made into the rows of every table, in bounded buffers, and put into the store.
// Promises: the same records give the same rows. Putting them in twice changes nothing.
import type { Batch, ErrorCode, Stamp } from '../event/index.ts'
import { type Covered, eraseAgain, type Insert, type Store } from '../store/index.ts'
import { type ReadEvent, type ReadRecord, readRecord } from './facts.ts'
import { type LoadCounts, noCounts } from './figures.ts'
import {
  type Context,
  correctTime,
  type Facts,
  factsOfRecord,
  isTrustedRoute,
  judge,
  RULES_VERSION,
  setEvent,
} from './judge/index.ts'
import { writeRank } from './rank.ts'
import { listOf } from './rows/list.ts'
import { positionOf } from './rows/position.ts'
import type { RecordKey } from './rows/record.ts'
import { Rows } from './rows/rows.ts'
import { settle, suspectKnown } from './settle.ts'
import type { TokenOf } from './tokens.ts'
import { compare, type Touched, touch } from './touched.ts'

/** Settings of a site; undefined when there is no such site. */
export type SiteOf = (site: string) => Context | undefined

/** What of a record lay in quarantine, place → code, and the number of this reading of it: 1 and up. */
export interface Again {
  version: number
  held: ReadonlyMap<number, ErrorCode>
}

/** Rows of one load. Reused: `clear` keeps the memory. */
export class Load {
  readonly #rows = new Rows()
  readonly #knows: (site: string) => boolean
  readonly #tokenOf: TokenOf
  readonly #siteOf: SiteOf
  readonly #touched: Touched = new Map()
  counts: LoadCounts = noCounts()
  #token = ''
  /** The stretches that were named. */
  covered: Covered[] = []

  constructor(siteOf: SiteOf, tokenOf: TokenOf) {
    this.#siteOf = siteOf
    this.#knows = (site) => siteOf(site) !== undefined
    this.#tokenOf = tokenOf
  }

  clear(): void {
    this.#rows.clear()
    this.#touched.clear()
    this.counts = noCounts()
    this.#token = ''
    this.covered = []
  }

  /** Name the next stretch of records. @param how stands in the insert token when they come from elsewhere than the log */
  cover(log: string, first: number, last: number, how = ''): void {
    this.#token += `${how}${log}:${first}-${last} `
    this.covered.push({ log, first, last, isReplay: how !== '' })
  }

  /** Add one log record. @param again when it comes from quarantine */
  add(log: string, sequence: number, body: Uint8Array, again?: Again): void {
    const record = readRecord(body, this.#knows)
    // Its site is gone since: what was read of it stays as it is.
    if (again && record.faults[0]?.index === -1 && !again.held.has(-1)) return
    const key = { log, sequence }
    const { stamp, site, events, faults } = record
    const received = events.length + faults.length
    const version = again?.version ?? 0
    this.counts.records++
    this.#rows.insertRecords.add(key, { site, receivedAt: stamp?.receivedAt ?? 0, received, version })
    if (again || faults.length > 0) this.#addFaults(key, record, body, again)
    const isHeld = ({ index }: ReadEvent): boolean => !again || again.held.has(-1) || again.held.has(index)
    if (stamp && record.batch) this.#addEvents(key, stamp, record.batch, again ? events.filter(isHeld) : events)
  }

  /** Put the rows into the store and settle what they touched. Reject and repeat as often as it takes. */
  async insertInto(store: Store): Promise<void> {
    await suspectKnown(store, this.#touched)
    const insert = async ([into, block]: [Insert, Uint8Array[]]): Promise<void> =>
      store.insert(into, block, this.#token)
    for (const block of this.#rows.blocks()) await insert(block)
    for (const { log, first, last } of this.covered) await eraseAgain(store, log, first, last)
    await settle(store, this.#touched, this.#siteOf)
    // A replay that was cut short is repeated with what is held still: nothing is let go before all of it is in.
    await insert(this.#rows.quarantine())
  }

  #addFaults(key: RecordKey, { stamp, site, faults }: ReadRecord, body: Uint8Array, again: Again | undefined): void {
    const rows = this.#rows.insertQuarantine
    const version = again?.version ?? 0
    const held = faults.filter(({ index }) => !again || again.held.has(-1) || again.held.has(index))
    this.counts.quarantined += held.length
    for (const [index, code] of again?.held ?? [])
      if (!held.some((fault) => fault.index === index))
        rows.add(key, { index, id: '', code }, { site, stamp, version, state: 'replayed' })
    for (const fault of held) rows.add(key, fault, { site, stamp, version, state: 'held' })
    if (held.length > 0 && !again) this.#rows.insertQuarantinedBytes.add(key, body)
  }

  #addEvents(key: RecordKey, stamp: Stamp, batch: Omit<Batch, 'events'>, events: readonly ReadEvent[]): void {
    const context = this.#siteOf(batch.site)
    if (!context) return
    this.counts.events += events.length
    this.#rows.insertEvents.addRecord(key.log, stamp, batch, events.length)
    this.#rows.insertCopies.addRecord(key, batch.site, stamp, events.length)
    const facts = factsOfRecord(batch, stamp)
    for (const read of events) this.#addEvent(key, read, facts, batch, context)
    const of = batch.outbox && { site: batch.site, outbox: batch.outbox, receivedAt: stamp.receivedAt }
    if (batch.dropped && of) this.#rows.insertDrops.add(of, batch.dropped)
  }

  /** @param facts of the record; they become those of this event */
  #addEvent(
    key: RecordKey,
    { index, event }: ReadEvent,
    facts: Facts,
    { site, outbox }: Pick<Batch, 'site' | 'outbox'>,
    context: Context,
  ): void {
    const rows = this.#rows.insertEvents
    const row = rows.id.length
    const token = event.list === undefined ? undefined : this.#tokenOf(event.list, site)
    setEvent(facts, event, site, token?.result)
    const time = correctTime(facts)
    const { reasons } = judge(facts, context, RULES_VERSION)
    const position = positionOf(event.position, event.item, token, isTrustedRoute(facts.route))
    const list = listOf(event, token, facts.route)
    rows.addList(list)
    writeRank(rows.rank, facts.receivedAt, key.log, key.sequence, index)
    const item = rows.addEvent(event, facts, time, reasons, RULES_VERSION, position)
    this.#rows.insertCopies.addEvent(rows.id, row, index, event.via, event.retries)
    if (outbox === undefined) return
    const touched = touch(this.#touched, site, facts, list.list, time.at)
    if (touched) compare(touched, item * TYPES_MAX + rows.type.last(), row, rows)
  }
}

/** More than there are types of events. */
const TYPES_MAX = 8
