// From one log record to what it says: events with their facts, or what could not be read and why.
// Promises: never throws, whatever the bytes. Every event of the record is in `events` or in `faults`.
// Does not: judge; decide what is counted.
import { type Batch, decodeRecord, type ErrorCode, type Event, readBatch, type Stamp } from '../event/index.ts'
import { type Facts, factsOf, isTrustedRoute } from './judge/index.ts'
import type { KnownToken } from './tokens.ts'

/** One readable event. */
export interface ReadEvent {
  /** Its place in the batch. */
  index: number
  event: Event
  facts: Facts
  /** Undefined when it came without a token. */
  token: KnownToken | undefined
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

export interface Reading {
  /** Is this a site of ours? */
  knows(site: string): boolean
  token(token: string, site: string): KnownToken
}

/** Read one record. */
export function readRecord(record: Uint8Array, reading: Reading): ReadRecord {
  const decoded = decodeRecord(record)
  if (!decoded) return unreadable(undefined, '', 'BATCH_NOT_JSON')
  const { body } = decoded
  const stamp = withHead(decoded.stamp)
  const result = readBatch(body)
  if (!result.ok) return unreadable(stamp, stamp.site ?? '', result.code)
  // A server's key says which site it writes for; what its batch says was checked against that when it came in.
  const site = isTrustedRoute(stamp.route) ? (stamp.site ?? result.batch.site) : result.batch.site
  if (!reading.knows(site)) return unreadable(stamp, '', 'SITE_UNKNOWN')
  const batch = { ...result.batch, site }
  if (batch.sentAt !== undefined) batch.sentAt = wholeTime(batch.sentAt)
  const events = result.events.map(({ index, event }): ReadEvent => {
    event.occurredAt = wholeTime(event.occurredAt)
    const token = event.list === undefined ? undefined : reading.token(event.list, site)
    return { index, event, token, facts: factsOf(event, batch, stamp, token?.result) }
  })
  const faults = result.rejected.map(({ index, id, code }) => ({ index, id: id ?? '', code }))
  return { stamp, site, batch, events, faults }
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
