// What the backend sees of itself, its collectors and its sites; and what is wrong, in words, with what to do.
// Does not: look. Who runs the backend gives what was last seen.
import type { LogEnd, SiteLevel } from '../report/index.ts'
import { DISK_LOW_BYTES, LAG_LATE_MS, PROBE_LATE_MS } from './limits.ts'

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
  probe: {
    /** ISO 8601, of the last synthetic click; empty before the first. */
    sentAt: string
    /** Until the collector said that it was durable, milliseconds. */
    acknowledgedMs: number | null
    /** Until it was in reports here; null when it is not there, or not yet. */
    countedMs: number | null
    /** When the last one came all the way, ISO 8601; empty when none did. */
    lastCountedAt: string
    trouble: string
  }
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

export interface Problem {
  /** `bad`: clicks may be lost or figures wrong. `warn`: look at it today. */
  severity: 'bad' | 'warn'
  what: string
  todo: string
}

/** What is wrong with the machinery; for those who run it. */
export function problemsOf(watch: Pick<Watch, 'now' | 'loader' | 'collectors' | 'freeBytes' | 'books'>): Problem[] {
  return [
    ...watch.collectors().flatMap((collector) => ofCollector(collector, watch.now())),
    ...ofLoader(watch.loader()),
    ...ofStore(watch),
  ]
}

function ofCollector({ url, state, trouble, freeBytes, probe }: CollectorState, now: number): Problem[] {
  const found: Problem[] = []
  if (state === 'unreachable' || state === 'not ready')
    found.push({
      severity: 'bad',
      what: `The collector ${url} is ${state}: ${trouble}`,
      todo: 'Links still work and pages keep their clicks. Start it, or free its disk; another datacenter takes clicks meanwhile.',
    })
  if (freeBytes !== null && freeBytes < DISK_LOW_BYTES)
    found.push({
      severity: 'bad',
      what: `The disk of the collector ${url} is nearly full.`,
      todo: 'Free it before the collector has to refuse. See that the loader keeps up: read segments are deleted.',
    })
  if (state === 'ready' && probe.trouble !== '')
    found.push({
      severity: 'bad',
      what: `A synthetic click through ${url} was not taken: ${probe.trouble}`,
      todo: 'Look at what stands between the pages and the collector: certificates, the load balancer, its rate limit.',
    })
  else if (probe.lastCountedAt !== '' && now - Date.parse(probe.lastCountedAt) > PROBE_LATE_MS)
    found.push({
      severity: 'warn',
      what: `No synthetic click through ${url} has come into the reports since ${probe.lastCountedAt}.`,
      todo: 'It was taken, or its collector is down. See whether the loader reads that collector’s log.',
    })
  return found
}

function ofLoader({ lagMs, backlogMs, damagedBytes, retries }: LoadState): Problem[] {
  const found: Problem[] = []
  if (lagMs > LAG_LATE_MS || backlogMs > LAG_LATE_MS)
    found.push({
      severity: 'warn',
      what: `Reports are ${Math.round(Math.max(lagMs, backlogMs) / 1000)} s behind.`,
      todo: `Nothing is lost: it waits in the log. ${retries > 0 ? 'Inserts failed; see the backend’s messages.' : 'After an outage this falls by itself.'}`,
    })
  if (damagedBytes > 0)
    found.push({
      severity: 'warn',
      what: `${damagedBytes} bytes of a log are no records.`,
      todo: 'wayside log verify says where. What stands before and after was read.',
    })
  return found
}

function ofStore({ freeBytes, books }: Pick<Watch, 'freeBytes' | 'books'>): Problem[] {
  const found: Problem[] = []
  if (freeBytes() < DISK_LOW_BYTES)
    found.push({
      severity: 'bad',
      what: 'The disk of the data folder is nearly full.',
      todo: 'Free it, or erase old events with wayside erase.',
    })
  const checked = books()
  if (checked && (checked.unaccounted !== 0 || checked.unmatched !== 0))
    found.push({
      severity: 'bad',
      what: 'The books do not balance.',
      todo: 'Keep the data folder as it is, and report the output of wayside books --format json.',
    })
  return found
}
