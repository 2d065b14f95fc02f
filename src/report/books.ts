// The books: every received thing is counted, a duplicate, invalid by a reason, or quarantined.
// Promises: taken while no load is half done. `balanced` compares independent accounts: what the log says it brought, against the rows.
import type { Store } from '../store/index.ts'
import { keptRange } from './kept.ts'
import { type RangeQuery, type Sites, sitesClause } from './range.ts'

export interface BooksQuery extends RangeQuery {
  /** Absent: all sites, and what could be read as no site's. */
  site?: Sites | undefined
}

export interface Books {
  /** Events and unreadable things that the logs brought, copies and all. */
  received: number
  counted: number
  /** Copies of an id of which an earlier one was received. */
  duplicate: number
  /** By the first reason. */
  invalid: Record<string, number>
  quarantined: number
  /** Copies that were erased at a visitor's wish. They are in no other line. */
  erased: number
  balanced: boolean
}

/** The books by `receivedAt`. @throws WaysideError RANGE, RANGE_ERASED, TIME_ZONE, QUERY. */
export function books(store: Store, query: BooksQuery): Promise<Books> {
  return store.whole(() => booksNow(store, query))
}

/** The same, for a caller who holds the store's lock. */
export async function booksNow(store: Store, query: BooksQuery): Promise<Books> {
  const { place, sites } = sitesClause(query.site)
  const { from, to } = await keptRange(store, query, sites)
  const ask = <T>(name: string): Promise<T[]> => store.select<T>(name, { from, to, sites }, { site: place })
  const [records] = await ask<{ received: number }>('booksRecords')
  const [copies] = await ask<{ copies: number }>('booksCopies')
  const [quarantine] = await ask<{ quarantined: number }>('booksQuarantine')
  const [gone] = await ask<{ erased: number }>('booksErased')
  const events = await ask<{ reason: string; events: number }>('booksEvents')
  const received = records?.received ?? 0
  const quarantined = quarantine?.quarantined ?? 0
  const erased = gone?.erased ?? 0
  const counted = events.find(({ reason }) => reason === '')?.events ?? 0
  const distinct = events.reduce((sum, row) => sum + row.events, 0)
  const duplicate = (copies?.copies ?? 0) - distinct
  return {
    received,
    counted,
    duplicate,
    invalid: Object.fromEntries(events.filter(({ reason }) => reason !== '').map((row) => [row.reason, row.events])),
    quarantined,
    erased,
    balanced: duplicate >= 0 && received === distinct + duplicate + quarantined + erased,
  }
}
