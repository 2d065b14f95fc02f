// The rows that say what a log record brought: its own, those of what could not be read, its copies of events, and the tag's account of
// what it dropped.
import type { Stamp } from '../../event/index.ts'
import type { Fault } from '../facts.ts'
import { Bytes, Ints, Longs, Shorts } from './numbers.ts'
import { Texts } from './texts.ts'
import { Wide } from './wide.ts'
import { Words } from './words.ts'

/** Where a record stands. */
export interface RecordKey {
  log: string
  sequence: number
}

/** What became of a thing in quarantine. */
export const QUARANTINE_STATES = { held: 0, replayed: 1, purged: 2 } as const

/** The columns of `insertRecords`: how many things a record brought. */
export class RecordColumns {
  readonly log: Words = new Words()
  readonly sequence: Longs = new Longs()
  readonly version: Ints = new Ints()
  readonly site: Words = new Words()
  readonly receivedAt: Longs = new Longs()
  readonly received: Ints = new Ints()

  /** @param version of the reading: a replay from quarantine is the next one */
  add(key: RecordKey, of: { site: string; receivedAt: number; received: number; version: number }): void {
    this.log.add(key.log)
    this.sequence.add(key.sequence)
    this.version.add(of.version)
    this.site.add(of.site)
    this.receivedAt.add(of.receivedAt)
    this.received.add(of.received)
  }
}

/** The columns of `insertQuarantine`: things that could not be read. */
export class QuarantineColumns {
  readonly log: Words = new Words()
  readonly sequence: Longs = new Longs()
  readonly index: Ints = new Ints()
  readonly version: Ints = new Ints()
  readonly state: Bytes = new Bytes()
  readonly site: Words = new Words()
  readonly receivedAt: Longs = new Longs()
  readonly datacenter: Words = new Words()
  readonly route: Words = new Words()
  readonly code: Words = new Words()
  readonly id: Texts = new Texts()

  add(
    key: RecordKey,
    fault: Fault,
    of: { site: string; stamp: Stamp | undefined; version: number; state: keyof typeof QUARANTINE_STATES },
  ): void {
    this.log.add(key.log)
    this.sequence.add(key.sequence)
    this.index.add(fault.index)
    this.version.add(of.version)
    this.state.add(QUARANTINE_STATES[of.state])
    this.site.add(of.site)
    this.receivedAt.add(of.stamp?.receivedAt ?? 0)
    this.datacenter.add(of.stamp?.datacenter ?? '')
    this.route.add(of.stamp?.route ?? '')
    this.code.add(fault.code)
    this.id.add(fault.id)
  }
}

/** The columns of `insertQuarantinedBytes`: the untouched bytes of records that have something in quarantine. */
export class QuarantinedBytesColumns {
  readonly log: Words = new Words()
  readonly sequence: Longs = new Longs()
  readonly bytes: Texts = new Texts()

  add(key: RecordKey, bytes: Uint8Array): void {
    this.log.add(key.log)
    this.sequence.add(key.sequence)
    this.bytes.addBytes(bytes)
  }
}

/** The columns of `insertCopies`: each copy of an event. */
export class CopyColumns {
  readonly site: Words = new Words()
  readonly receivedAt: Longs = new Longs()
  readonly log: Words = new Words()
  readonly datacenter: Words = new Words()
  readonly sequence: Longs = new Longs()
  readonly id: Wide = new Wide()
  readonly index: Ints = new Ints()
  readonly via: Words = new Words()
  readonly retries: Shorts = new Shorts()

  /** What all copies in a record share, for so many of them. */
  addRecord(key: RecordKey, site: string, stamp: Stamp, events: number): void {
    this.site.add(site, events)
    this.receivedAt.add(stamp.receivedAt, events)
    this.log.add(key.log, events)
    this.datacenter.add(stamp.datacenter, events)
    this.sequence.add(key.sequence, events)
  }

  /** @param ids column that holds the event's id in `row` */
  addEvent(ids: Wide, row: number, index: number, via: string | undefined, retries: number | undefined): void {
    this.id.copyFrom(ids, row)
    this.index.add(index)
    this.via.add(via ?? '')
    this.retries.add(Math.min(65_535, retries ?? 0))
  }
}

/** The columns of `insertDrops`: what a tag says that it dropped, by type, since its outbox began. */
export class DropColumns {
  readonly site: Words = new Words()
  readonly outbox: Wide = new Wide()
  readonly type: Words = new Words()
  readonly dropped: Longs = new Longs()
  readonly receivedAt: Longs = new Longs()

  add(
    of: { site: string; outbox: string; receivedAt: number },
    dropped: Readonly<Partial<Record<string, number>>>,
  ): void {
    for (const [type, count] of Object.entries(dropped)) {
      this.site.add(of.site)
      this.outbox.uuid(of.outbox)
      this.type.add(type)
      this.dropped.add(count ?? 0)
      this.receivedAt.add(of.receivedAt)
    }
  }
}
