// Who is signed in. A session lives as long as its cookie, and no longer than the key or the person's entry behind it.
// Promises: signing out ends it on the server too; a revoked key ends all its sessions at the next request; the cookie's secret is stored hashed.
import { WaysideError } from '../../event/index.ts'
import { type Clock, secureBytes } from '../../platform/index.ts'
import type { Grant } from '../context.ts'
import { SESSION_MS_MAX, SESSIONS_MAX } from '../limits.ts'
import { type AccessFile, findBySecret, hashOf, type Person, type SessionRecord } from './file.ts'

/** What a person may do now; undefined once they may nothing. */
export type GrantOf = (person: Person) => Grant | undefined

export interface SessionEntry {
  id: string
  /** The id of a key, or a person's name. */
  who: string
  kind: Person['kind']
  sites: string[] | '*'
  right: Grant['right']
  /** ISO 8601. */
  startedAt: string
  expiresAt: string
}

export class Sessions {
  readonly #file: AccessFile
  readonly #clock: Pick<Clock, 'now'>
  readonly #grantOf: GrantOf

  constructor(file: AccessFile, clock: Pick<Clock, 'now'>, grantOf: GrantOf) {
    this.#file = file
    this.#clock = clock
    this.#grantOf = grantOf
  }

  /** Sign somebody in. @returns the secret for the cookie, and when it ends, milliseconds. @throws WaysideError FORBIDDEN when they may not read. */
  begin(person: Person): { secret: string; expiresAt: number; grant: Grant } {
    const grant = this.#grantOf(person)
    if (!grant) throw new WaysideError('UNAUTHORIZED')
    if (grant.right === 'write')
      throw new WaysideError('FORBIDDEN', 'A write key reads nothing; sign in with a read key.')
    const secret = secureBytes(24).toString('base64url')
    const now = this.#clock.now()
    const record = {
      id: secureBytes(5).toString('hex'),
      hash: hashOf(secret),
      person,
      startedAt: now,
      expiresAt: now + SESSION_MS_MAX,
    }
    // The oldest go first: a new sign-in is always possible.
    this.#file.change({ sessions: [...this.#live().slice(-(SESSIONS_MAX - 1)), record] })
    return { secret, expiresAt: record.expiresAt, grant }
  }

  /** What the holder of a cookie may do now, and until when; undefined when it ended. */
  find(secret: string): { id: string; person: Person; grant: Grant; expiresAt: number } | undefined {
    const record = findBySecret(this.#file.sessions, secret)
    if (!record || record.expiresAt <= this.#clock.now()) return undefined
    const grant = this.#grantOf(record.person)
    if (!grant || grant.right === 'write') return undefined
    return { id: record.id, person: record.person, grant, expiresAt: record.expiresAt }
  }

  /** Those that could ask something now, oldest first. */
  list(): SessionEntry[] {
    return this.#live().map(({ id, person, startedAt, expiresAt }) => {
      const { right, sites } = this.#grantOf(person)!
      const times = { startedAt: new Date(startedAt).toISOString(), expiresAt: new Date(expiresAt).toISOString() }
      return { id, who: whoOf(person), kind: person.kind, right, sites, ...times }
    })
  }

  /** End one; nothing happens when there is none. */
  end(id: string): void {
    this.#file.change({ sessions: this.#live().filter((record) => record.id !== id) })
  }

  #live(): SessionRecord[] {
    const now = this.#clock.now()
    return this.#file.sessions.filter(({ expiresAt, person }) => expiresAt > now && this.#grantOf(person) !== undefined)
  }
}

/** How lists name a person. */
function whoOf(person: Person): string {
  return person.kind === 'key' ? person.id : person.name
}
