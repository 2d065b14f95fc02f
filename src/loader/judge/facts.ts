// What judging knows about one event: flat, small, and enough to judge it again years later without its token or its key.
// Promises: `factsOf` is pure. Does not: verify tokens (its caller does, once per token) or know the site's settings (`context.ts`).
import type { Batch, Event, EventType, Route, Stamp, TokenResult } from '../../event/index.ts'

/** What the event's token turned out to be. `forged` covers another site's token too. */
export type TokenState = 'good' | 'absent' | 'malformed' | 'forged'

/** Everything that the rules look at. Stored with the row; absent fields are absent, never null. Times in milliseconds since the Unix epoch. */
export interface Facts {
  type: EventType
  route: Route
  token: TokenState
  /** Of a good token only. */
  tokenIssuedAt?: number
  /** The lifetime that a good token names, seconds; the site's default otherwise. */
  tokenLifetimeSeconds?: number
  /** Of a good token only: does the signed list hold the item? */
  itemInList?: boolean
  /** `isTrusted` of the DOM event. */
  trusted?: boolean
  /** Invisible, 0×0 or 1×1 when it was recorded. */
  hidden?: boolean
  /** `Sec-Purpose` or a legacy twin. */
  purpose?: string
  agent?: string
  /** Of the page. */
  origin?: string
  /** Truncated to /24 or /48. */
  address?: string
  addressHash?: string
  /** Page clock. */
  occurredAt: number
  /** Page clock, of the copy that was received first. */
  sentAt?: number
  /** Our clock. */
  receivedAt: number
  /** The page said that the visitor agreed (true) or did not (false). */
  consent?: boolean
  /** Global Privacy Control was on. */
  gpc?: boolean
}

/**
 * The facts of one event as it came in.
 * @param batch what stands around it; only site, sentAt and consent are looked at.
 * @param token what `verifyToken` said of `event.list`; undefined when the event carries none.
 */
export function factsOf(
  event: Event,
  batch: Pick<Batch, 'site' | 'sentAt' | 'consent'>,
  stamp: Stamp,
  token: TokenResult | undefined,
): Facts {
  const facts: Facts = {
    type: event.type,
    route: stamp.route,
    token: stateOf(token, batch.site),
    occurredAt: event.occurredAt,
    receivedAt: stamp.receivedAt,
  }
  if (facts.token === 'good' && token?.ok) {
    facts.tokenIssuedAt = token.payload.t * 1000
    if (token.payload.x !== undefined) facts.tokenLifetimeSeconds = token.payload.x
    if (event.item !== undefined) facts.itemInList = token.payload.i.includes(event.item)
  }
  if (batch.sentAt !== undefined) facts.sentAt = batch.sentAt
  if (batch.consent !== undefined) facts.consent = batch.consent
  if (event.trusted !== undefined) facts.trusted = event.trusted
  if (event.hidden !== undefined) facts.hidden = event.hidden
  if (stamp.purpose !== undefined) facts.purpose = stamp.purpose
  if (stamp.agent !== undefined) facts.agent = stamp.agent
  if (stamp.origin !== undefined) facts.origin = stamp.origin
  if (stamp.address !== undefined) facts.address = stamp.address
  if (stamp.addressHash !== undefined) facts.addressHash = stamp.addressHash
  if (stamp.gpc !== undefined) facts.gpc = stamp.gpc
  return facts
}

function stateOf(token: TokenResult | undefined, site: string): TokenState {
  if (!token) return 'absent'
  if (!token.ok) return token.fault
  return token.payload.s === site ? 'good' : 'forged'
}
