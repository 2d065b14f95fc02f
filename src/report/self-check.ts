// Does the store hold what the books say? A check that is too slow for every look at the books, for a metric that is read now and then.
// Promises: compares accounts that nothing derives from each other: what the log brought, the copies, the distinct ids among them, the events.
import type { Store } from '../store/index.ts'
import { booksNow } from './books.ts'

/** What was found. All zeros: everything agrees. */
export interface SelfCheck {
  /** Received, minus what the books can account for. */
  unaccounted: number
  /** Distinct ids among the copies, minus the events: copies without their event, or events without a copy. */
  unmatched: number
}

/** Check everything that is stored, while no load is half done. Takes about a second for ten million events. */
export function selfCheck(store: Store): Promise<SelfCheck> {
  return store.whole(async () => {
    const [row] = await store.select<{ ids: number; events: number }>('selfCheck')
    const { received, counted, duplicate, invalid, quarantined, erased } = await booksNow(store, {})
    const charged = Object.values(invalid).reduce((sum, count) => sum + count, 0)
    return {
      unaccounted: received - counted - duplicate - charged - quarantined - erased,
      unmatched: (row?.ids ?? 0) - (row?.events ?? 0),
    }
  })
}
