// Asks the recommendation service for lists, from the shop's server. Promises: a page never waits longer than the limit and never
// fails because of it: without an answer the place stays empty.
import type { ListAnswer } from '../recommend/app.ts'

const WAIT_MAX_MS = 1_000

export type Lists = (what: {
  kind: 'books' | 'essays'
  placement: string
  basedOn: string[]
  count: number
}) => Promise<ListAnswer | undefined>

/** @param address of the recommendation service, for servers. */
export function listsFrom(address: string): Lists {
  return async ({ kind, placement, basedOn, count }) => {
    const query = new URLSearchParams({ placement, based: basedOn.join(','), count: String(count) })
    try {
      const answer = await fetch(`${address}/${kind}?${query}`, { signal: AbortSignal.timeout(WAIT_MAX_MS) })
      return answer.ok ? ((await answer.json()) as ListAnswer) : undefined
    } catch {
      return undefined
    }
  }
}
