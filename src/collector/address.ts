// What may be kept of an address: a truncated prefix, and a keyed hash whose key lives one day.
// Promises: the whole address is never written. The day's key is made from the day before by a one-way step, so that all workers
// stay in step without talking, and a key that is past cannot be had back by anybody.
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { Clock } from '../platform/index.ts'

const DAY_MS = 86_400_000
/** A clock set wrong by years must not cost years of steps. */
const STEPS_MAX = 100

/** A key and the day (since 1970, UTC) it is for. */
export interface AddressKey {
  day: number
  key: Buffer
}

/** What is kept of one address. */
export interface KeptAddress {
  address: string
  addressHash: string
}

export class AddressKeeper {
  readonly #clock: Clock
  #current: AddressKey
  #secret: { day: number; key: KeyObject } | undefined

  constructor(seed: AddressKey, clock: Clock) {
    this.#clock = clock
    this.#current = seed
  }

  /** Today, as {@link keep} understands it: what is kept of an address holds for this day only. */
  get day(): number {
    return Math.floor(this.#clock.now() / DAY_MS)
  }

  /** Truncate and hash a whole address. */
  keep(address: string): KeptAddress {
    const { day, key } = this.current()
    // Made once a day: from raw bytes, Node makes a key object with every hash, which costs seven times the hash.
    if (this.#secret?.day !== day) this.#secret = { day, key: createSecretKey(key) }
    const addressHash = createHmac('sha256', this.#secret.key)
      .update(address)
      .digest()
      .subarray(0, 12)
      .toString('base64url')
    return { address: truncateAddress(address), addressHash }
  }

  /** Today's key, for a worker that starts now. Whichever way the clock goes, a day that is left has its key forgotten. */
  current(): AddressKey {
    const { day } = this
    const days = Math.min(Math.abs(day - this.#current.day), STEPS_MAX)
    for (let n = 0; n < days; n++) this.#current = { day, key: step(this.#current.key) }
    return this.#current
  }
}

function step(key: Buffer): Buffer {
  return createHash('sha256').update('wayside address key\n').update(key).digest()
}

/** `203.0.113.0/24` or `2001:db8:1::/48`; an IPv4 address inside IPv6 counts as IPv4. */
export function truncateAddress(address: string): string {
  const plain = plainAddress(address)
  if (isIPv4(plain)) return `${plain.slice(0, plain.lastIndexOf('.'))}.0/24`
  return `${prefix(plain, 3)}/48`
}

/** What one household or machine shares: the IPv4 address, or the /64 of an IPv6 one. */
export function rateKey(address: string): string {
  const plain = plainAddress(address)
  return isIPv4(plain) ? plain : prefix(plain, 4)
}

/** An address without zone and without the IPv6 clothes of an IPv4 one. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0] ?? ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)
  return mapped?.[1] ?? bare
}

/** The first groups of an IPv6 address, in short form. */
function prefix(address: string, count: number): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0')
  const kept = [...groups, ...after].slice(0, count).map((group) => group.replace(/^0+(?=.)/, ''))
  while (kept.length > 1 && kept.at(-1) === '0') kept.pop()
  const short = kept.join(':')
  return short === '0' ? '::' : `${short}::`
}
