// How loading goes: what came, and how far behind the store is.
import { decodeRecord } from '../event/index.ts'
import type { LogRecord } from '../log/index.ts'
import type { Stretch } from './source.ts'

/** How loading goes, since the loader started. */
export interface LoaderFigures {
  loads: number
  records: number
  events: number
  quarantined: number
  /** Loads that failed and were repeated. */
  retries: number
  /** Bytes in the logs that are no records. */
  damagedBytes: number
  /**
   * Of the last load: time from `receivedAt` of its earliest new record until it was in reports, milliseconds; 0 when there was nothing to load.
   * While a load takes longer than that, the age of the earliest new record that was read.
   */
  lagMs: number
  /** How old the oldest record is that waits behind a backlog, milliseconds; 0 when there is none. */
  backlogMs: number
  /** Everything received before this is in reports, as far as this loader reads; milliseconds since the Unix epoch. */
  watermark: number
}

/** Of a loader that has just started. */
export function noFigures(): LoaderFigures {
  return {
    loads: 0,
    records: 0,
    events: 0,
    quarantined: 0,
    retries: 0,
    damagedBytes: 0,
    lagMs: 0,
    backlogMs: 0,
    watermark: 0,
  }
}

/** Tell, after a load, how far behind the store is: of what is new, and of what waits behind a backlog. */
export function tellTime(figures: LoaderFigures, stretches: readonly Stretch[], now: number): void {
  const current = stretches.filter(({ isBacklog }) => !isBacklog)
  const backlog = stretches.filter(({ isBacklog }) => isBacklog)
  figures.lagMs = now - oldestNew(stretches, now)
  const reached = Math.min(now, ...backlog.map(({ records }) => receivedAtOf(records.at(-1), now)))
  figures.backlogMs = backlog.length > 0 ? now - reached : 0
  const newest = Math.max(0, ...current.map(({ records }) => receivedAtOf(records.at(-1), 0)))
  figures.watermark = Math.max(figures.watermark, backlog.length > 0 ? reached : newest)
}

/** When the earliest new record was received; at most `now`. */
export function oldestNew(stretches: readonly Stretch[], now: number): number {
  const current = stretches.filter(({ isBacklog }) => !isBacklog)
  // Where nothing was read ahead, the backlog is all that there is to tell of.
  const told = current.length > 0 ? current : stretches
  return Math.min(now, ...told.map(({ records }) => receivedAtOf(records[0], now)))
}

function receivedAtOf(record: LogRecord | undefined, otherwise: number): number {
  return (record && decodeRecord(record.body)?.stamp.receivedAt) ?? otherwise
}

/** What a load brought. */
export interface LoadCounts {
  records: number
  events: number
  quarantined: number
}

/** Of a load that holds nothing yet. */
export function noCounts(): LoadCounts {
  return { records: 0, events: 0, quarantined: 0 }
}
