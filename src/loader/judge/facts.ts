// What judging knows about one event: flat, small, and enough to judge it again years later without its token or its key.
// Promises: `factsOfRecord` is pure. Does not: verify tokens (its caller does, once per token) or know the site's settings (`context.ts`).
import type { Batch, Event, EventType, Route, Stamp, TokenResult } from '../../event/index.ts'

/** What the event's token turned out to be. `forged` covers another site's token too. */
export type TokenState = 'good' | 'absent' | 'malformed' | 'forged'

/** Everything that the rules look at. Stored with the row; what is not known is undefined, never null. Times in milliseconds since the Unix epoch. */
export interface Facts {
  type: EventType
  route: Route
  token: TokenState
  /** Of a good token only. */
  tokenIssuedAt?: number | undefined
  /** The lifetime that a good token names, seconds; the site's default otherwise. */
  tokenLifetimeSeconds?: number | undefined
  /** Of a good token only: does the signed list hold the item? */
  itemInList?: boolean | undefined
  /** `isTrusted` of the DOM event. */
  trusted?: boolean | undefined
  /** Invisible, 0×0 or 1×1 when it was recorded. */
  hidden?: boolean | undefined
  /** `Sec-Purpose` or a legacy twin. */
  purpose?: string | undefined
  agent?: string | undefined
  /** Of the page. */
  origin?: string | undefined
  /** Truncated to /24 or /48. */
  address?: string | undefined
  addressHash?: string | undefined
  /** Page clock. */
  occurredAt: number
  /** Page clock, of the copy that was received first. */
  sentAt?: number | undefined
  /** Our clock. */
  receivedAt: number
  /** The page said that the visitor agreed (true) or did not (false). */
  consent?: boolean | undefined
  /** Global Privacy Control was on. */
  gpc?: boolean | undefined
}

/** What all events of a record share; {@link setEvent} adds the rest, for one event after another. @param batch what stands around them */
export function factsOfRecord(batch: Pick<Batch, 'sentAt' | 'consent'>, stamp: Stamp): Facts {
  return {
    type: 'impression',
    route: stamp.route,
    token: 'absent',
    tokenIssuedAt: undefined,
    tokenLifetimeSeconds: undefined,
    itemInList: undefined,
    trusted: undefined,
    hidden: undefined,
    purpose: stamp.purpose,
    agent: stamp.agent,
    origin: stamp.origin,
    address: stamp.address,
    addressHash: stamp.addressHash,
    occurredAt: 0,
    sentAt: batch.sentAt,
    receivedAt: stamp.receivedAt,
    consent: batch.consent,
    gpc: stamp.gpc,
  }
}

/**
 * Make the facts those of this event of the same record. One object serves a whole record, so nothing is made for each event.
 * @param token what `verifyToken` said of `event.list`; undefined when the event carries none
 */
export function setEvent(facts: Facts, event: Event, site: string, token: TokenResult | undefined): void {
  const { item, position } = event
  const payload = token?.ok && token.payload.s === site ? token.payload : undefined
  facts.type = event.type
  facts.occurredAt = event.occurredAt
  facts.trusted = event.trusted
  facts.hidden = event.hidden
  facts.token = payload ? 'good' : !token ? 'absent' : token.ok ? 'forged' : token.fault
  facts.tokenIssuedAt = payload && payload.t * 1000
  facts.tokenLifetimeSeconds = payload?.x
  facts.itemInList =
    payload && item !== undefined
      ? (position !== undefined && payload.i[position - 1] === item) || payload.i.includes(item)
      : undefined
}
