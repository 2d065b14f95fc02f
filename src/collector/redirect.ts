// `GET /r/<token>`: where a signed link leads, and the click that following it is.
// Promises: leads only where the service signed; leads there in the same time whether the log works or not.
import { type Batch, type TokenKey, type TokenPayload, verifyToken } from '../event/index.ts'
import { uuidv7 } from '../platform/index.ts'

export interface Redirect {
  /** Absolute http or https URL, normalised: safe in a header. */
  location: string
  /** The click, as a batch of the wire. */
  body: Buffer
}

/** @returns undefined when the token is not one of ours or names no place to go. An expired token still leads on; the loader judges it. */
export function redirectOf(
  token: string,
  keyOf: (kid: string) => TokenKey | undefined,
  nowMs: number,
): Redirect | undefined {
  const result = verifyToken(token, keyOf)
  if (!result.ok || result.payload.u === undefined) return undefined
  const url = URL.parse(result.payload.u)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  return { location: url.href, body: Buffer.from(JSON.stringify(clickOf(token, result.payload, nowMs))) }
}

function clickOf(token: string, { s, i }: TokenPayload, nowMs: number): Batch {
  const item = i[0]!
  const click = { id: uuidv7(nowMs), type: 'click', occurredAt: nowMs, list: token, item, how: 'other' } as const
  return { v: 1, site: s, sentAt: nowMs, events: [click] }
}
