// Links that show one site, or one view of it, to whoever holds them: read-only, with an end, revocable, stored as hashes.
// The token stands behind the `#` of the link, which browsers send to no server and put in no Referer; pages send it as a header.
import { WaysideError } from '../../event/index.ts'
import { type Clock, secureBytes } from '../../platform/index.ts'
import type { Grant } from '../context.ts'
import { SHARES_MAX } from '../limits.ts'
import { type AccessFile, findBySecret, hashOf, type ShareRecord } from './file.ts'
import { pathsOf } from './views.ts'

const PREFIX = 'wayside_share_'
const DAY_MS = 86_400_000

export interface NewShare {
  site: string
  view?: string | undefined
  days: number
  embed: string[]
}

export interface ShareEntry {
  id: string
  site: string
  view: string | null
  embed: string[]
  createdBy: string
  /** ISO 8601. */
  createdAt: string
  expiresAt: string
  /** ISO 8601; empty while it was not revoked. */
  revokedAt: string
  state: 'live' | 'expired' | 'revoked'
}

/** Is this bearer a link's token, and not a key? */
export function isShareToken(bearer: string): boolean {
  return bearer.startsWith(PREFIX)
}

export class Shares {
  readonly #file: AccessFile
  readonly #clock: Pick<Clock, 'now'>

  constructor(file: AccessFile, clock: Pick<Clock, 'now'>) {
    this.#file = file
    this.#clock = clock
  }

  /** Make a link. @returns its id, and its token, this once. @throws WaysideError RATE_LIMITED when there are too many live ones. */
  add({ site, view, days, embed }: NewShare, createdBy: string): { id: string; token: string; expiresAt: number } {
    const live = this.#file.shares.filter((share) => this.#stateOf(share) === 'live')
    if (live.length >= SHARES_MAX)
      throw new WaysideError('RATE_LIMITED', `There are ${SHARES_MAX} live links; revoke some.`)
    const now = this.#clock.now()
    const id = secureBytes(5).toString('hex')
    const token = `${PREFIX}${id}_${secureBytes(24).toString('base64url')}`
    const times = { createdAt: now, expiresAt: now + days * DAY_MS }
    const record = { id, hash: hashOf(token), site, ...(view && { view }), embed, createdBy, ...times }
    // Ended ones are kept for the list as long as there is room.
    const ended = this.#file.shares.filter((share) => this.#stateOf(share) !== 'live')
    this.#file.change({ shares: [...ended.slice(-(SHARES_MAX - 1)), ...live, record] })
    return { id, token, expiresAt: times.expiresAt }
  }

  /** What the holder of a token may do: read one site, by the questions of its view. */
  grantOf(token: string): Grant | undefined {
    const share = findBySecret(this.#file.shares, token)
    if (!share || this.#stateOf(share) !== 'live') return undefined
    return { id: `share:${share.id}`, right: 'read', sites: [share.site], view: share.view, paths: pathsOf(share.view) }
  }

  /** Of a live link. */
  find(id: string): ShareEntry | undefined {
    return this.list().find((share) => share.id === id && share.state === 'live')
  }

  /** @throws WaysideError NOT_FOUND */
  revoke(id: string): void {
    if (!this.find(id)) throw new WaysideError('NOT_FOUND', `No live link has the id ${id}.`)
    const revokedAt = this.#clock.now()
    this.#file.change({ shares: this.#file.shares.map((share) => (share.id === id ? { ...share, revokedAt } : share)) })
  }

  /** All that are known, oldest first. */
  list(): ShareEntry[] {
    return this.#file.shares.map((share) => ({
      id: share.id,
      site: share.site,
      view: share.view ?? null,
      embed: share.embed,
      createdBy: share.createdBy,
      createdAt: new Date(share.createdAt).toISOString(),
      expiresAt: new Date(share.expiresAt).toISOString(),
      revokedAt: share.revokedAt === undefined ? '' : new Date(share.revokedAt).toISOString(),
      state: this.#stateOf(share),
    }))
  }

  #stateOf({ revokedAt, expiresAt }: ShareRecord): ShareEntry['state'] {
    if (revokedAt !== undefined) return 'revoked'
    return expiresAt <= this.#clock.now() ? 'expired' : 'live'
  }
}
