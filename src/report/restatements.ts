// What rejudgements changed in figures that were read before. MRC: late findings restate, with the old figure kept.
import type { Store } from '../store/index.ts'
import { type RangeQuery, readRange, type Sites, sitesClause } from './range.ts'

/** One figure that changed. */
export interface Restatement {
  /** When the rejudgement began, milliseconds since the Unix epoch. */
  run: number
  site: string
  /** UTC. */
  day: string
  type: string
  /** Events that counted, before and after. */
  netBefore: number
  netAfter: number
  gross: number
}

/** The figures that finished rejudgements changed. @throws WaysideError RANGE, TIME_ZONE, QUERY. */
export function restatements(store: Store, query: RangeQuery & { site?: Sites | undefined }): Promise<Restatement[]> {
  const { from, to } = readRange(query)
  const { place, sites } = sitesClause(query.site)
  return store.select<Restatement>('restatements', { from, to, sites }, { site: place })
}
