// The rows that say what a log record brought: its own, those of what could not be read, and the tag's account of what it dropped.
import type { Stamp } from '../../event/index.ts'
import type { Fault } from '../facts.ts'
import type { RowBuffer } from './buffer.ts'

/** Where a record stands. */
export interface RecordKey {
  log: string
  sequence: number
}

/** How many things a record brought. @param version of the reading: a replay from quarantine is the next one */
export function writeReceived(
  rows: RowBuffer,
  key: RecordKey,
  site: string,
  receivedAt: number,
  received: number,
  version: number,
): void {
  rows.string(key.log)
  rows.i64(key.sequence)
  rows.u32(version)
  rows.string(site)
  rows.i64(receivedAt)
  rows.u32(received)
}

/** What became of a thing in quarantine. */
export const QUARANTINE_STATES = { held: 0, replayed: 1, purged: 2 } as const

/** One thing that could not be read. */
export function writeFault(
  rows: RowBuffer,
  key: RecordKey,
  fault: Fault,
  of: { site: string; stamp: Stamp | undefined; version: number; state: keyof typeof QUARANTINE_STATES },
): void {
  rows.string(key.log)
  rows.i64(key.sequence)
  rows.u32(fault.index >>> 0)
  rows.u32(of.version)
  rows.u8(QUARANTINE_STATES[of.state])
  rows.string(of.site)
  rows.i64(of.stamp?.receivedAt ?? 0)
  rows.string(of.stamp?.datacenter ?? '')
  rows.string(of.stamp?.route ?? '')
  rows.string(fault.code)
  rows.string(fault.id)
}

/** The untouched bytes of a record that has something in quarantine. */
export function writeBytes(rows: RowBuffer, key: RecordKey, bytes: Uint8Array): void {
  rows.string(key.log)
  rows.i64(key.sequence)
  rows.blob(bytes)
}

/** One copy of an event. */
export function writeCopy(
  rows: RowBuffer,
  key: RecordKey & { index: number },
  of: { site: string; stamp: Stamp; id: string; via: string | undefined; retries: number | undefined },
): void {
  rows.string(of.site)
  rows.i64(of.stamp.receivedAt)
  rows.string(key.log)
  rows.string(of.stamp.datacenter)
  rows.i64(key.sequence)
  rows.uuid(of.id)
  rows.u32(key.index)
  rows.string(of.via ?? '')
  rows.u16(Math.min(65_535, of.retries ?? 0))
}

/** What a tag says that it dropped, by type, since its outbox began. */
export function writeDropped(
  rows: RowBuffer,
  of: { site: string; outbox: string; receivedAt: number },
  dropped: Readonly<Record<string, number>>,
): void {
  for (const [type, count] of Object.entries(dropped)) {
    rows.string(of.site)
    rows.uuid(of.outbox)
    rows.string(type)
    rows.i64(count)
    rows.i64(of.receivedAt)
  }
}
