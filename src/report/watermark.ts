// Up to when everything received is in reports, by the store's own account.
import type { Store } from '../store/index.ts'

/** What was found last, milliseconds. There is seldom anything older to look at: records that are that old were erased meanwhile, or there are newer ones. */
const foundLast = new WeakMap<Store, number>()

/** ISO 8601 of the newest record in the store; null when it is empty. */
export async function watermark(store: Store): Promise<string | null> {
  const from = foundLast.get(store) ?? 0
  const newest = (await newestRecord(store, from)) || (from > 0 ? await newestRecord(store, 0) : 0)
  foundLast.set(store, newest)
  return newest > 0 ? new Date(newest).toISOString() : null
}

async function newestRecord(store: Store, from: number): Promise<number> {
  const [row] = await store.select<{ receivedAt: number }>('newestRecord', { from })
  return row?.receivedAt ?? 0
}
