// From one log record to what it says: events, or what could not be read and why.
// Promises: never throws, whatever the bytes. Every event of the record is in `events` or in `faults`.
// Does not: judge; decide what is counted.
import { type Batch, decodeRecord, type ErrorCode, type Event, readBatch, type Stamp } from '../event/index.ts'
import { isTrustedRoute } from './judge/index.ts'

/** One readable event. */
export interface ReadEvent {
  /** Its place in the batch. */
  index: number
  event: Event
}

/** What cannot be read. `index` is −1 when it is the whole record. */
export interface Fault {
  index: number
  id: string
  code: ErrorCode
}

export interface ReadRecord {
  /** Undefined when not even the stamp can be read. */
  stamp: Stamp | undefined
  /** Empty when unknown. */
  site: string
  batch: Omit<Batch, 'events'> | undefined
  events: ReadEvent[]
  faults: Fault[]
}

/** Read one record. @param knows is this a site of ours? */
export function readRecord(record: Uint8Array, knows: (site: string) => boolean): ReadRecord {
  const decoded = decodeRecord(record)
  if (!decoded) return unreadable(undefined, '', 'BATCH_NOT_JSON')
  const { body } = decoded
  const stamp = withHead(decoded.stamp)
  const result = readBatch(body)
  if (!result.ok) return unreadable(stamp, stamp.site ?? '', result.code)
  const { batch, events } = result
  // A server's key says which site it writes for; what its batch says was checked against that when it came in.
  if (isTrustedRoute(stamp.route) && stamp.site !== undefined) batch.site = stamp.site
  if (!knows(batch.site)) return unreadable(stamp, '', 'SITE_UNKNOWN')
  if (batch.sentAt !== undefined) batch.sentAt = wholeTime(batch.sentAt)
  for (const { event } of events) event.occurredAt = wholeTime(event.occurredAt)
  const faults = result.rejected.map(({ index, id, code }) => ({ index, id: id ?? '', code }))
  return { stamp, site: batch.site, batch, events, faults }
}

/** A `HEAD` asks what would be there, as link checkers do: the same as fetching ahead, and stored the same way, so that history judges it so. */
function withHead(stamp: Stamp): Stamp {
  return stamp.method === 'HEAD' ? { ...stamp, purpose: 'head' } : stamp
}

function unreadable(stamp: Stamp | undefined, site: string, code: ErrorCode): ReadRecord {
  return { stamp, site, batch: undefined, events: [], faults: [{ index: -1, id: '', code }] }
}

/** Page clocks may say anything: whole milliseconds that a 64-bit column and a Date can hold, so that what is stored is what was judged. */
function wholeTime(ms: number): number {
  return Math.trunc(Math.min(8.64e15, Math.max(-8.64e15, ms)))
}
