// The format of keys.json, version 1.
import { WaysideError } from '../event/index.ts'

export type Right = 'read' | 'write' | 'admin'
/** What an API key opens: some sites, or all. */
export interface Grant {
  id: string
  right: Right
  sites: string[] | '*'
}

/** Kept in clear: verifying needs it. */
export interface SigningKey {
  kid: string
  site: string
  secret: string
  createdAt: string
  revokedAt?: string
}
/** Kept as a SHA-256 hash of 24 random bytes: nothing to guess, so no slow hash. */
export interface ApiKey extends Grant {
  hash: string
  createdAt: string
  revokedAt?: string
}
export interface KeyFile {
  version: 1
  signing: SigningKey[]
  api: ApiKey[]
}

export const EMPTY: KeyFile = { version: 1, signing: [], api: [] }

/** Read the file's text. @throws WaysideError CONFIG when it is not a key file. */
export function parseKeyFile(path: string, text: string | undefined): KeyFile {
  if (text === undefined) return EMPTY
  try {
    const file = JSON.parse(text) as KeyFile
    if (file.version === 1 && Array.isArray(file.signing) && Array.isArray(file.api)) return file
  } catch {
    // Falls through to the error that names the file.
  }
  throw new WaysideError(
    'CONFIG',
    `${path} is not a key file of version 1. Restore it from a backup, or remove it and make keys with: wayside key add.`,
  )
}
