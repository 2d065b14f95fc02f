// List tokens: `v1.<kid>.<payload>.<mac>`, HMAC-SHA256 (RFC 2104) cut to 128 bits, compared in constant time.
// Promises: `verify` never throws on hostile input and says why a token is no good; `sign` refuses what `verify` would.
// Does not: remember tokens (the loader does), or know which keys live (its caller gives a lookup).
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { WaysideError } from './errors.ts'
import { LIST_ID_CHARS_MAX, LIST_ITEMS_MAX, NAME_CHARS_MAX, TOKEN_CHARS_MAX, TOKEN_LIFETIME_SECONDS } from './limits.ts'

/** What a token says. Field names are short because the token travels in every event. */
export interface TokenPayload {
  /** Site. */
  s: string
  /** List id: any string of 1 to 64 characters, unique per served list. */
  l: string
  /** Placement. */
  p: string
  /** Variant: the policy or arm that chose the items. */
  v?: string
  /** Issued at, Unix seconds. */
  t: number
  /** Item ids in the order shown, 1 to 100. */
  i: string[]
  /** Lifetime, seconds; TOKEN_LIFETIME_SECONDS otherwise. */
  x?: number
  /** Destination, of a redirect token only: an absolute http or https URL. */
  u?: string
}

/** A signing key: belongs to one site. Make `secret` with {@link tokenSecret}, once: building key objects per call costs 7 times the HMAC. */
export interface TokenKey {
  kid: string
  site: string
  secret: KeyObject
}

/** Why a token is not good. `forged`: no such key, wrong signature, or another site's key. */
export type TokenFault = 'malformed' | 'forged'

export type TokenResult = { ok: true; payload: TokenPayload; kid: string } | { ok: false; fault: TokenFault }

const KID = /^[A-Za-z0-9_-]{1,32}$/
const MAC_BYTES = 16

/** A secret of 16 bytes or more, as HMAC takes it. @throws WaysideError TOKEN when shorter. */
export function tokenSecret(bytes: Uint8Array): KeyObject {
  if (bytes.length < 16)
    throw new WaysideError('TOKEN', `A signing secret has ${bytes.length} bytes; it needs at least 16.`)
  return createSecretKey(bytes)
}

/** Sign one served list. @throws WaysideError TOKEN when the payload breaks a limit or names a site that is not the key's. */
export function signToken(key: TokenKey, payload: TokenPayload): string {
  if (!KID.test(key.kid)) throw new WaysideError('TOKEN', `Key id ${JSON.stringify(key.kid)} does not match ${KID}.`)
  if (payload.s !== key.site)
    throw new WaysideError('TOKEN', `Key ${key.kid} signs for site ${key.site}, not ${payload.s}.`)
  if (!isPayload(payload))
    throw new WaysideError('TOKEN', 'The list breaks a limit: 1 to 100 items of 1 to 200 characters, list id up to 64.')
  const body = `v1.${key.kid}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
  const token = `${body}.${mac(key.secret, body)}`
  if (token.length > TOKEN_CHARS_MAX)
    throw new WaysideError(
      'TOKEN',
      `The token has ${token.length} characters, over ${TOKEN_CHARS_MAX}. Shorten item ids.`,
    )
  return token
}

/**
 * Is this a list that was really served? Expiry is not judged here: see {@link tokenExpiresAt}.
 * @param keyOf the live key of a key id, or undefined.
 */
export function verifyToken(token: string, keyOf: (kid: string) => TokenKey | undefined): TokenResult {
  const parts = token.length <= TOKEN_CHARS_MAX ? token.split('.') : []
  const [version, kid, payload, tag] = parts
  if (parts.length !== 4 || version !== 'v1' || !kid || !KID.test(kid) || !payload || !tag)
    return { ok: false, fault: 'malformed' }
  const key = keyOf(kid)
  if (!key) return { ok: false, fault: 'forged' }
  // The text is compared, not the bytes that it decodes to: decoders skip foreign characters, and one list must have one token.
  const given = Buffer.from(tag)
  const right = Buffer.from(mac(key.secret, `v1.${kid}.${payload}`))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return { ok: false, fault: 'forged' }
  const parsed = parsePayload(payload)
  if (!parsed) return { ok: false, fault: 'malformed' }
  return parsed.s === key.site ? { ok: true, payload: parsed, kid } : { ok: false, fault: 'forged' }
}

/** Read a token without believing it, for inspection. Undefined when it is malformed. */
export function readToken(token: string): { kid: string; payload: TokenPayload } | undefined {
  const [version, kid, payload, tag] = token.length <= TOKEN_CHARS_MAX ? token.split('.') : []
  if (version !== 'v1' || !kid || !KID.test(kid) || !payload || !tag) return undefined
  const parsed = parsePayload(payload)
  return parsed && { kid, payload: parsed }
}

/** When a token stops being good, milliseconds since the Unix epoch. */
export function tokenExpiresAt(payload: TokenPayload, lifetimeSeconds: number = TOKEN_LIFETIME_SECONDS): number {
  return (payload.t + (payload.x ?? lifetimeSeconds)) * 1000
}

function mac(secret: KeyObject, text: string): string {
  return createHmac('sha256', secret).update(text).digest().toString('base64url', 0, MAC_BYTES)
}

function parsePayload(base64url: string): TokenPayload | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'))
    return isPayload(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isPayload(value: unknown): value is TokenPayload {
  if (typeof value !== 'object' || value === null) return false
  const p = value as Record<string, unknown>
  return (
    isName(p.s) &&
    isName(p.l) &&
    p.l.length <= LIST_ID_CHARS_MAX &&
    isName(p.p) &&
    (p.v === undefined || isName(p.v)) &&
    Number.isSafeInteger(p.t) &&
    (p.x === undefined || (Number.isSafeInteger(p.x) && (p.x as number) > 0)) &&
    (p.u === undefined || (typeof p.u === 'string' && /^https?:\/\//i.test(p.u))) &&
    Array.isArray(p.i) &&
    p.i.length >= 1 &&
    p.i.length <= LIST_ITEMS_MAX &&
    p.i.every(isName)
  )
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= NAME_CHARS_MAX
}
