// Checks tokens as the service does: for a recommender's own tests, and for redirects that it serves itself.
// Promises: never throws on hostile input; says why a token is no good.
import { type TokenFault, type TokenPayload, tokenExpiresAt, verifyToken } from '../event/index.ts'
import { type KeyOptions, readKey } from './key.ts'
import { type Now, systemNow } from './now.ts'

export interface VerifierOptions {
  /** All live keys: while keys rotate, the old and the new one. */
  keys: readonly KeyOptions[]
  /** Milliseconds since the Unix epoch. Default: the system's clock. */
  now?: Now
}

/** `expired` tokens still say what was served. */
export type Verification = { verdict: 'good' | 'expired'; kid: string; payload: TokenPayload } | { verdict: TokenFault }

/** @throws WaysideError TOKEN when a key's secret is too short or is no base64url. */
export function createVerifier(options: VerifierOptions): { verify(token: string): Verification } {
  const keys = new Map(options.keys.map((key) => [key.kid, readKey(key)]))
  const now = options.now ?? systemNow
  return {
    verify: (token) => {
      const result = verifyToken(token, (kid) => keys.get(kid))
      if (!result.ok) return { verdict: result.fault }
      const { kid, payload } = result
      return { verdict: now() < tokenExpiresAt(payload) ? 'good' : 'expired', kid, payload }
    },
  }
}
