// The format of access.json, version 1: who is signed in, and which links were shared. Secrets stand in it as hashes.
// Promises: every change is on disk, whole, before it is told; only the owner of the folder reads the file. One process holds it at a time.
import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { WaysideError } from '../../event/index.ts'
import { readText, secureBytes, writeTextAtomic } from '../../platform/index.ts'

/** Who signed in: the holder of a key, or a person that an identity provider named. */
export type Person = { kind: 'key'; id: string } | { kind: 'oidc'; name: string; values: string[] }

export interface SessionRecord {
  id: string
  /** SHA-256 of the secret in the cookie, hex. */
  hash: string
  person: Person
  startedAt: number
  expiresAt: number
}

export interface ShareRecord {
  id: string
  /** SHA-256 of the token, hex. */
  hash: string
  site: string
  /** Absent: all views that a share may show. */
  view?: string | undefined
  /** Origins that may show it in a frame; empty: none. */
  embed: string[]
  /** The id of the key, or the name of the person, that made it. */
  createdBy: string
  createdAt: number
  expiresAt: number
  revokedAt?: number
}

interface Content {
  version: 1
  /** Signs cookies; base64url. */
  secret: string
  sessions: SessionRecord[]
  shares: ShareRecord[]
}

export class AccessFile {
  readonly #path: string
  #content: Content

  /** @throws WaysideError CONFIG when there is a file that is none of ours. */
  constructor(folder: string) {
    this.#path = join(folder, 'access.json')
    this.#content = parse(this.#path, readText(this.#path))
  }

  get secret(): string {
    return this.#content.secret
  }
  get sessions(): readonly SessionRecord[] {
    return this.#content.sessions
  }
  get shares(): readonly ShareRecord[] {
    return this.#content.shares
  }

  /** Replace one of the lists, or both. */
  change(next: Partial<Pick<Content, 'sessions' | 'shares'>>): void {
    const content = { ...this.#content, ...next }
    writeTextAtomic(this.#path, `${JSON.stringify(content, null, 2)}\n`, 0o600)
    this.#content = content
  }
}

/** Of a secret of 24 random bytes: nothing to guess, so no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The record whose secret this is. Constant time in the secret: hashes are compared. */
export function findBySecret<R extends { hash: string }>(records: readonly R[], secret: string): R | undefined {
  const given = createHash('sha256').update(secret).digest()
  return records.find(({ hash }) => timingSafeEqual(Buffer.from(hash, 'hex'), given))
}

function parse(path: string, text: string | undefined): Content {
  if (text === undefined) return { version: 1, secret: secureBytes(32).toString('base64url'), sessions: [], shares: [] }
  try {
    const content = JSON.parse(text) as Content
    if (content.version === 1 && Array.isArray(content.sessions) && Array.isArray(content.shares)) return content
  } catch {
    // Falls through to the error that names the file.
  }
  throw new WaysideError(
    'CONFIG',
    `${path} is not an access file of version 1. Restore it from a backup, or remove it: everybody signs in again, and shared links end.`,
  )
}
