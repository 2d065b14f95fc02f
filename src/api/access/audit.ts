// Who signed in, or tried to; which keys and links were made, used and ended. One line of JSON each, in the data folder.
// Promises: two files of AUDIT_BYTES_MAX at most, the oldest lines go first; lines of several processes never mix. Holds no secret.
import { join } from 'node:path'
import { appendText, type Clock, fileBytes, moveFile, readText } from '../../platform/index.ts'
import { AUDIT_BYTES_MAX } from '../limits.ts'

export type AuditKind =
  | 'signed_in'
  | 'sign_in_refused'
  | 'signed_out'
  | 'session_ended'
  | 'key_made'
  | 'key_rotated'
  | 'key_revoked'
  | 'share_made'
  | 'share_used'
  | 'share_revoked'

export const AUDIT_KINDS: readonly [AuditKind, ...AuditKind[]] = [
  'signed_in',
  'sign_in_refused',
  'signed_out',
  'session_ended',
  'key_made',
  'key_rotated',
  'key_revoked',
  'share_made',
  'share_used',
  'share_revoked',
]

export interface AuditEntry {
  /** ISO 8601. */
  at: string
  kind: AuditKind
  /** The id of a key or link, a person's name, or `command line`; empty when nobody was recognised. */
  who: string
  /** The sites that it is about. */
  sites: string[] | '*'
  /** The id of the key, link or session that it happened to. */
  subject?: string
  detail?: string
  /** Where the request came from: behind a proxy, the proxy's, unless it is trusted. */
  address?: string
}

/** Longest text that is kept of anything that somebody else chose, characters. */
const TEXT_CHARS_MAX = 200

export class Audit {
  readonly #path: string
  readonly #older: string
  readonly #clock: Pick<Clock, 'now'>

  constructor(folder: string, clock: Pick<Clock, 'now'>) {
    this.#path = join(folder, 'audit.ndjson')
    this.#older = join(folder, 'audit.1.ndjson')
    this.#clock = clock
  }

  add(entry: Omit<AuditEntry, 'at'>): void {
    const short = Object.entries({ at: new Date(this.#clock.now()).toISOString(), ...entry }).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, TEXT_CHARS_MAX) : value,
    ])
    if ((fileBytes(this.#path) ?? 0) > AUDIT_BYTES_MAX) moveFile(this.#path, this.#older)
    appendText(this.#path, `${JSON.stringify(Object.fromEntries(short))}\n`)
  }

  /** The newest first. @param within the sites that the asker covers: entries about others are left out */
  list(within: readonly string[] | '*', kind: AuditKind | undefined, limit: number): AuditEntry[] {
    const found: AuditEntry[] = []
    for (const path of [this.#path, this.#older]) {
      const lines = (readText(path) ?? '').split('\n').reverse()
      for (const line of lines) {
        const entry = parse(line)
        if (!entry || (kind !== undefined && entry.kind !== kind) || !isAbout(entry.sites, within)) continue
        found.push(entry)
        if (found.length >= limit) return found
      }
    }
    return found
  }
}

/** A line that a crash cut short is left out. */
function parse(line: string): AuditEntry | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as AuditEntry)
  } catch {
    return undefined
  }
}

function isAbout(sites: AuditEntry['sites'], within: readonly string[] | '*'): boolean {
  return within === '*' || (sites !== '*' && sites.length > 0 && sites.every((site) => within.includes(site)))
}
