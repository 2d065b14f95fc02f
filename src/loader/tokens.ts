// Verifies each list token once and remembers it, with the RowBinary of its columns: tokens repeat in every event of a list.
// Promises: bounded memory whatever is sent; a key that was taken away or changed is seen at once.
import { type TokenKey, type TokenResult, verifyToken } from '../event/index.ts'
import { TOKEN_CACHE_CHARS_MAX } from './limits.ts'
import { RowBuffer } from './rows/buffer.ts'
import { writeList } from './rows/list.ts'

/** What a token turned out to be. */
export interface KnownToken {
  result: TokenResult
  /** The columns of the list, ready to copy. */
  columns: Buffer
  key: TokenKey | undefined
}

export type KeyOf = (kid: string) => TokenKey | undefined

/** @returns a verifier that remembers. */
export function tokenMemory(keyOf: KeyOf): (token: string, site: string) => KnownToken {
  // Two generations: a token that is still in use moves to the young one; the old one is dropped whole. No list to keep in order.
  let young = new Map<string, KnownToken>()
  let old = new Map<string, KnownToken>()
  let chars = 0
  // The events of a batch mostly share one token: comparing it is cheaper than hashing it.
  let last = ''
  let lastKnown: KnownToken | undefined
  const scratch = new RowBuffer(8_192)
  return (token, site) => {
    let known = token === last ? lastKnown : young.get(token)
    if (!known) {
      known = old.get(token)
      if (!known || !isCurrent(known, token, keyOf)) known = verify(token, keyOf, scratch)
      young.set(token, known)
      chars += token.length + known.columns.length
      if (chars > TOKEN_CACHE_CHARS_MAX / 2) {
        old = young
        young = new Map()
        chars = 0
      }
    } else if (!isCurrent(known, token, keyOf)) {
      known = verify(token, keyOf, scratch)
      young.set(token, known)
    }
    last = token
    lastKnown = known
    if (known.result.ok && known.result.payload.s !== site) return forgedElsewhere(scratch)
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

function verify(token: string, keyOf: KeyOf, scratch: RowBuffer): KnownToken {
  const result = verifyToken(token, keyOf)
  return remember(result, keyOf(result.ok ? result.kid : kidOf(token)), scratch)
}

/** A good token of another site: forged here, and never remembered, since it is good there. */
function forgedElsewhere(scratch: RowBuffer): KnownToken {
  return remember({ ok: false, fault: 'forged' }, undefined, scratch)
}

function remember(result: TokenResult, key: TokenKey | undefined, scratch: RowBuffer): KnownToken {
  scratch.clear()
  if (result.ok) {
    const { t, x, l, p, v } = result.payload
    writeList(scratch, { token: 'good', issuedAt: t, lifetimeSeconds: x ?? 0, list: l, placement: p, variant: v ?? '' })
  } else
    writeList(scratch, { token: result.fault, issuedAt: 0, lifetimeSeconds: 0, list: '', placement: '', variant: '' })
  return { result, columns: Buffer.from(scratch.view()), key }
}
