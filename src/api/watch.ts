// What the backend sees of itself, its collectors and its sites. Does not: look. Who runs the backend gives what was last seen.
import type { LogEnd, SiteLevel } from '../report/index.ts'

/** A collector, as it was last seen. */
export interface CollectorState {
  url: string
  /** ISO 8601; empty before the first look. */
  lookedAt: string
  state: 'ready' | 'not ready' | 'unreachable' | 'unknown'
  /** Why it is not ready, in its own words or the network's. */
  trouble: string
  /** From its metrics; null where it did not tell. */
  freeBytes: number | null
  workers: number | null
  /** Requests since its start: recorded durably, and refused by reason. */
  recorded: number | null
  refused: Record<string, number>
  /** Failed writes and syncs of its log since its start. */
  logFailures: number | null
  /** The same three within the last ten minutes, as far as it was watched; null before the second look. */
  lately: Lately | null
  probe: {
    /** ISO 8601, of the last synthetic click; empty before the first. */
    sentAt: string
    /** Until the collector said that it was durable, milliseconds. */
    acknowledgedMs: number | null
    /** Until it was in reports here; null when it is not there, or not yet. */
    countedMs: number | null
    /** When the last one came all the way, ISO 8601; empty when none did. */
    lastCountedAt: string
    /** When the first one was taken since the backend's start, ISO 8601; empty when none was. */
    firstTakenAt: string
    trouble: string
  }
}

/** What a collector counted since a moment. */
export interface Lately {
  /** ISO 8601. */
  since: string
  recorded: number
  refused: Record<string, number>
  logFailures: number
}

export interface LoadState {
  lagMs: number
  backlogMs: number
  /** ISO 8601; empty when nothing was loaded. */
  watermark: string
  records: number
  events: number
  quarantined: number
  retries: number
  damagedBytes: number
}

export interface Watch {
  now(): number
  loader(): LoadState
  collectors(): CollectorState[]
  /** Of the disk of the data folder. */
  freeBytes(): number
  /** The last self-check of the books; undefined before the first. */
  books(): { unaccounted: number; unmatched: number } | undefined
  logs(): Promise<LogEnd[]>
  /** Of these sites; looked up at most every few minutes. */
  levels(sites: readonly string[]): Promise<SiteLevel[]>
}
