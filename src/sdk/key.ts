// A signing key as a recommender's settings hold it. Promises: a key that can't work is refused at start-up, with the fix.
import type { KeyObject } from 'node:crypto'
import { type TokenKey, tokenSecret, WaysideError } from '../event/index.ts'

/** One site's signing key, as `wayside key add` prints it. */
export interface KeyOptions {
  /** Key id, `[A-Za-z0-9_-]{1,32}`. */
  kid: string
  /** The site that the key signs for. */
  site: string
  /** The secret: base64url without padding of at least 16 bytes, or the bytes themselves. */
  secret: string | Uint8Array | KeyObject
}

/** @throws WaysideError TOKEN when the secret is too short or is no base64url. */
export function readKey(options: KeyOptions): TokenKey {
  const { kid, site, secret } = options
  if (typeof secret !== 'string')
    return { kid, site, secret: secret instanceof Uint8Array ? tokenSecret(secret) : secret }
  const bytes = Buffer.from(secret, 'base64url')
  // Decoders skip foreign characters: a secret with one mistyped would sign, and verify nowhere.
  if (bytes.toString('base64url') !== secret)
    throw new WaysideError('TOKEN', `The secret of key ${kid} is not base64url without padding.`)
  return { kid, site, secret: tokenSecret(bytes) }
}
