// What is still there: a range that begins before what retention or an erasure has kept is refused, since its figures would be too small.
import { WaysideError } from '../event/index.ts'
import type { Store } from '../store/index.ts'
import { type Range, type RangeQuery, readRange } from './range.ts'

/** The range of a question. An open beginning means all that there is. @param sites none: all @throws WaysideError RANGE, TIME_ZONE, RANGE_ERASED. */
export async function keptRange(store: Store, query: RangeQuery, sites: readonly string[]): Promise<Range> {
  const range = readRange(query)
  await mustBeKept(store, range.from, sites)
  return range
}

/** @param from milliseconds; 0 for an open beginning @throws WaysideError RANGE_ERASED naming the first moment that is whole. */
export async function mustBeKept(store: Store, from: number, sites: readonly string[]): Promise<void> {
  if (from <= 0) return
  const since = await keptSince(store, sites)
  if (from < since)
    throw new WaysideError('RANGE_ERASED', `Everything received before ${new Date(since).toISOString()} was erased.`)
}

/** Everything received from then on is there, but for single visitors that were erased; milliseconds since the Unix epoch, 0 for always. */
export async function keptSince(store: Store, sites: readonly string[]): Promise<number> {
  const [row] = await store.select<{ keptSince: number }>('keptSince', { sites })
  return row?.keptSince ?? 0
}
