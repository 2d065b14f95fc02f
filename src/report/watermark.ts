// Up to when everything received is in reports, by the store's own account.
import type { Store } from '../store/index.ts'

/** ISO 8601 of the newest record in the store; null when it is empty. */
export async function watermark(store: Store): Promise<string | null> {
  const [row] = await store.select<{ receivedAt: number }>('newestRecord', { from: 0 })
  return row && row.receivedAt > 0 ? new Date(row.receivedAt).toISOString() : null
}
