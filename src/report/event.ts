// One event and its story; and the newest events, for a page that is watched.
import { type EventType, isUuid, WaysideError } from '../event/index.ts'
import type { Store } from '../store/index.ts'
import { COPIES_SHOWN_MAX, RECENT_EVENTS_MAX, RECENT_MS_MAX } from './limits.ts'
import { type Sites, sitesClause } from './range.ts'

/** One copy that arrived. */
export interface Copy {
  /** ISO 8601, our clock. */
  receivedAt: string
  datacenter: string
  via: string
  retries: number
  log: string
  sequence: number
  index: number
}

/** What is known of one event. Facts that were not sent are left out. */
export interface EventStory {
  id: string
  site: string
  type: string
  /** `counted`, or the first reason why not. */
  verdict: string
  reasons: string[]
  rules: number
  /** ISO 8601: corrected by our clock. */
  at: string
  receivedAt: string
  late: boolean
  skewed: boolean
  placement?: string
  variant?: string
  item?: string
  position?: number
  copies: Copy[]
  /** The verdicts that rejudgements replaced, oldest first. */
  earlierVerdicts: { reasons: string[]; rules: number; until: string }[]
  [fact: string]: unknown
}

/** One of the newest events. */
export interface RecentEvent {
  id: string
  site: string
  type: string
  verdict: string
  /** ISO 8601: corrected by our clock. */
  occurredAt: string
  receivedAt: string
  datacenter: string
  via: string
  retries: number
  copies: number
  late: boolean
  list: string
  placement: string
  variant: string
  item: string
  position: number
}

export interface RecentQuery {
  /** Absent: all sites. */
  site?: Sites | undefined
  /** Absent: all types. */
  type?: EventType | undefined
  limit?: number | undefined
}

/** @param sites where to look; absent: everywhere. @returns undefined when there is no such event. @throws WaysideError QUERY when it is no id. */
export async function findEvent(store: Store, id: string, sites?: Sites): Promise<EventStory | undefined> {
  if (!isUuid(id)) throw new WaysideError('QUERY', 'An event id is a UUID.')
  const clause = sitesClause(sites)
  const [row] = await store.select<Record<string, unknown>>(
    'findEvent',
    { id, sites: clause.sites },
    { site: clause.place },
  )
  if (!row) return undefined
  const site = String(row.site)
  const copies = await store.select<Omit<Copy, 'receivedAt'> & { receivedAt: number }>('findCopies', {
    id,
    site,
    copies: COPIES_SHOWN_MAX,
  })
  const earlier = await store.select<{ reasons: string[]; rules: number; until: number }>('verdictsOf', { id, site })
  const { reason, at, receivedAt, occurredAt, ...facts } = row
  const said = Object.entries(facts).filter(([, value]) => value !== '' && value !== null && value !== -1)
  return {
    ...(Object.fromEntries(said) as { id: string; type: string; rules: number; reasons: string[] }),
    site,
    late: row.late === true,
    skewed: row.skewed === true,
    verdict: reason === '' ? 'counted' : String(reason),
    at: iso(at),
    receivedAt: iso(receivedAt),
    occurredAtPage: occurredAt,
    earlierVerdicts: earlier.map((verdict) => ({ ...verdict, until: iso(verdict.until) })),
    copies: copies.map((copy) => ({ ...copy, receivedAt: iso(copy.receivedAt) })),
  }
}

/** The events that were received last, newest first. */
export async function recentEvents(store: Store, query: RecentQuery): Promise<RecentEvent[]> {
  const limit = Math.min(RECENT_EVENTS_MAX, Math.max(1, query.limit ?? 50))
  const { place, sites } = sitesClause(query.site)
  const [newest] = await store.select<{ receivedAt: number }>('newestRecord', { from: 0 })
  const end = newest?.receivedAt ?? 0
  for (const backMs of [60_000, 3_600_000, RECENT_MS_MAX]) {
    const rows = await store.select<RecentEvent & { reason: string; at: number; receivedAt: number }>(
      'recentEvents',
      { events: limit, sites, type: query.type ?? '', from: Math.max(0, end - backMs) },
      { site: place },
    )
    if (rows.length < limit && backMs < RECENT_MS_MAX) continue
    return rows.map(({ reason, at, receivedAt, ...rest }) => ({
      ...rest,
      verdict: reason === '' ? 'counted' : reason,
      occurredAt: iso(at),
      receivedAt: iso(receivedAt),
    }))
  }
  return []
}

function iso(ms: unknown): string {
  return new Date(Number(ms)).toISOString()
}
