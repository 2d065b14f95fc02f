// Verifies each list token once and remembers it, with what its rows say: tokens repeat in every event of a list.
// Promises: bounded memory whatever is sent; a key that was taken away or changed is seen at once.
import { type TokenKey, type TokenPayload, type TokenResult, verifyToken } from '../event/index.ts'
import { TOKEN_CACHE_CHARS_MAX } from './limits.ts'
import type { ListFacts } from './rows/list.ts'

/** What a token turned out to be. */
export interface KnownToken {
  result: TokenResult
  /** What each row of the list says of it. */
  list: ListFacts
  key: TokenKey | undefined
}

export type KeyOf = (kid: string) => TokenKey | undefined

/** What a token is worth on a site. */
export type TokenOf = (token: string, site: string) => KnownToken

/** @returns a verifier that remembers. */
export function tokenMemory(keyOf: KeyOf): TokenOf {
  // Two generations: a token that is still in use moves to the young one; the old one is dropped whole. No list to keep in order.
  let young = new Map<string, KnownToken>()
  let old = new Map<string, KnownToken>()
  let chars = 0
  // The events of a batch mostly share one token: comparing it is cheaper than hashing it.
  let last = ''
  let lastKnown: KnownToken | undefined
  return (token, site) => {
    let known = token === last ? lastKnown : young.get(token)
    if (!known) {
      known = old.get(token)
      if (!known || !isCurrent(known, token, keyOf)) known = verify(token, keyOf)
      young.set(token, known)
      chars += 2 * token.length
      if (chars > TOKEN_CACHE_CHARS_MAX / 2) {
        old = young
        young = new Map()
        chars = 0
      }
    } else if (!isCurrent(known, token, keyOf)) {
      known = verify(token, keyOf)
      young.set(token, known)
    }
    last = token
    lastKnown = known
    if (known.result.ok && known.result.payload.s !== site) return forgedElsewhere()
    return known
  }
}

function isCurrent(known: KnownToken, token: string, keyOf: KeyOf): boolean {
  return known.result.ok ? keyOf(known.result.kid) === known.key : keyOf(kidOf(token)) === known.key
}

function kidOf(token: string): string {
  const start = token.indexOf('.') + 1
  return token.slice(start, token.indexOf('.', start))
}

function verify(token: string, keyOf: KeyOf): KnownToken {
  const result = verifyToken(token, keyOf)
  return remember(result, keyOf(result.ok ? result.kid : kidOf(token)))
}

/** A good token of another site: forged here, and never remembered, since it is good there. */
function forgedElsewhere(): KnownToken {
  return remember({ ok: false, fault: 'forged' }, undefined)
}

function remember(result: TokenResult, key: TokenKey | undefined): KnownToken {
  return { result, list: result.ok ? listOfPayload(result.payload) : { ...UNKNOWN, token: result.fault }, key }
}

const SECONDS_MAX = 4_294_967_295
const UNKNOWN = { issuedAt: 0, lifetimeSeconds: 0, list: '', placement: '', variant: '' }

/** Times out of range are cut to what the columns hold. */
function listOfPayload({ t, x = 0, l, p, v = '' }: TokenPayload): ListFacts {
  const issuedAt = Math.min(SECONDS_MAX, Math.max(0, t))
  return { token: 'good', issuedAt, lifetimeSeconds: Math.min(SECONDS_MAX, x), list: l, placement: p, variant: v }
}
