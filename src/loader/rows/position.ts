// Where an item stood: the signed list says it; the page only says which of two, when an item stands in a list twice.
import type { KnownToken } from '../tokens.ts'

/** The 1-based position that reports use: of the signed list; of a trusted sender; 0 when neither says. */
export function positionOf(
  seen: number | undefined,
  item: string | undefined,
  token: KnownToken | undefined,
  trusted: boolean,
): number {
  if (!token?.result.ok || item === undefined) return trusted ? (seen ?? 0) : 0
  const { i: items } = token.result.payload
  // An item may stand in a list twice; the page then says which one it was.
  return seen !== undefined && items[seen - 1] === item ? seen : items.indexOf(item) + 1
}
