// Sites and their keys, in one file of the data folder: signing secrets (needed in clear to verify) and API keys (hashed at rest).
// Promises: a change made by `wayside key` is seen by running processes within a second, without a restart; the file is replaced whole.
// Does not: hold settings of sites (the config file does).
import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { PROBE_SITE, type TokenKey, tokenSecret, WaysideError } from '../event/index.ts'
import { type Clock, fileVersion, readText, secureBytes, systemClock, writeTextAtomic } from '../platform/index.ts'
import { type ApiKey, EMPTY, type Grant, type KeyFile, parseKeyFile, type Right, type SigningKey } from './key-file.ts'

const REREAD_MS = 1_000

export class Keyring {
  readonly path: string
  readonly #clock: Clock
  #file: KeyFile = EMPTY
  #secrets = new Map<string, TokenKey>()
  #version = ''
  #checkedAt = -Infinity

  constructor(dataFolder: string, clock: Clock = systemClock) {
    this.path = join(dataFolder, 'keys.json')
    this.#clock = clock
    this.#refresh()
  }

  /** The live signing key of a key id. */
  keyOf = (kid: string): TokenKey | undefined => {
    this.#refresh()
    return this.#secrets.get(kid)
  }

  /** The newest live signing key of a site, with its secret as base64url; for signing and for handing out. */
  signingKey(site: string): { key: TokenKey; secret: string } | undefined {
    this.#refresh()
    const newest = this.#file.signing.filter((key) => key.site === site && !key.revokedAt).at(-1)
    const key = newest && this.#secrets.get(newest.kid)
    return newest && key && { key, secret: newest.secret }
  }

  /** Does a site exist here: has it, or had it, a signing key? A revoked key does not unmake its site. */
  has(site: string): boolean {
    this.#refresh()
    return this.#file.signing.some((key) => key.site === site)
  }

  /** Sites that have a live signing key, sorted. */
  sites(): string[] {
    this.#refresh()
    return [...new Set([...this.#secrets.values()].map((key) => key.site))].sort()
  }

  /** What the bearer of an API key may do, or undefined. Constant time in the secret: hashes are compared. */
  authenticate = (secret: string): Grant | undefined => {
    this.#refresh()
    const given = sha256(secret)
    const match = this.#file.api.find((key) => !key.revokedAt && timingSafeEqual(Buffer.from(key.hash, 'hex'), given))
    return match && { id: match.id, right: match.right, sites: match.sites }
  }

  /** What a live API key may do, by its id. */
  grantOf = (id: string): Grant | undefined => {
    this.#refresh()
    const key = this.#file.api.find((key) => key.id === id && !key.revokedAt)
    return key && { id: key.id, right: key.right, sites: key.sites }
  }

  /** Make a signing key for a site. @returns its id and secret (base64url, 32 bytes). @throws WaysideError TOKEN for a reserved name. */
  addSigningKey(site: string): { kid: string; secret: string } {
    if (site === PROBE_SITE) throw new WaysideError('TOKEN', `${PROBE_SITE} is the name of our own synthetic clicks.`)
    const file = this.#fresh()
    const kid = `k${secureBytes(5).toString('hex')}`
    const secret = secureBytes(32).toString('base64url')
    this.#write({ ...file, signing: [...file.signing, { kid, site, secret, createdAt: this.#today() }] })
    return { kid, secret }
  }

  /** Make an API key. @returns the key itself, which is shown this once: only its hash is kept. */
  addApiKey(right: Right, sites: string[] | '*'): { id: string; key: string } {
    const file = this.#fresh()
    const id = secureBytes(5).toString('hex')
    const key = `wayside_${right}_${id}_${secureBytes(24).toString('base64url')}`
    const entry: ApiKey = { id, right, sites, hash: sha256(key).toString('hex'), createdAt: this.#today() }
    this.#write({ ...file, api: [...file.api, entry] })
    return { id, key }
  }

  /** Revoke a key of either kind by its id. @throws WaysideError NOT_FOUND */
  revoke(id: string): void {
    const file = this.#fresh()
    const entry = file.signing.find((key) => key.kid === id) ?? file.api.find((key) => key.id === id)
    if (!entry || entry.revokedAt) throw new WaysideError('NOT_FOUND', `No live key has the id ${id}.`)
    entry.revokedAt = this.#today()
    this.#write(file)
  }

  /** All keys without their secrets, oldest first. */
  list(): { id: string; kind: 'signing' | Right; sites: string[] | '*'; createdAt: string; revokedAt: string }[] {
    const file = this.#fresh()
    const times = (key: ApiKey | SigningKey) => ({ createdAt: key.createdAt, revokedAt: key.revokedAt ?? '' })
    return [
      ...file.signing.map((key) => ({ id: key.kid, kind: 'signing' as const, sites: [key.site], ...times(key) })),
      ...file.api.map((key) => ({ id: key.id, kind: key.right, sites: key.sites, ...times(key) })),
    ]
  }

  #fresh(): KeyFile {
    this.#checkedAt = -Infinity
    this.#refresh()
    return structuredClone(this.#file)
  }

  #refresh(): void {
    const now = this.#clock.monotonic()
    if (now - this.#checkedAt < REREAD_MS) return
    this.#checkedAt = now
    const version = fileVersion(this.path)
    if (version === this.#version) return
    this.#version = version
    this.#file = parseKeyFile(this.path, readText(this.path))
    this.#secrets = new Map(
      this.#file.signing
        .filter((key) => !key.revokedAt)
        .map((key) => [
          key.kid,
          { kid: key.kid, site: key.site, secret: tokenSecret(Buffer.from(key.secret, 'base64url')) },
        ]),
    )
  }

  #write(file: KeyFile): void {
    writeTextAtomic(this.path, `${JSON.stringify(file, null, 2)}\n`, 0o600)
    this.#checkedAt = -Infinity
    this.#refresh()
  }

  #today(): string {
    return new Date(this.#clock.now()).toISOString()
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
