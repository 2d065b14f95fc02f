// What every request meets, whichever way it came in: who sent it, may it, and its record's way to the log.
// Promises: `record` acknowledges only what is durable. Does not: read bodies, know HTTP.
import type { Route, Stamp } from '../event/index.ts'
import type { Log } from '../log/index.ts'
import { type Clock, secureBytes, systemClock } from '../platform/index.ts'
import { AddressKeeper, type AddressKey, plainAddress, rateKey } from './address.ts'
import { type Figures, newFigures, noteLatency } from './figures.ts'
import { RATE_BURST, RATE_PER_SECOND } from './limits.ts'
import { Proxies } from './proxies.ts'
import { type Bucket, RateLimiter } from './rate.ts'
import { countryOf, type HeaderOf, stampLine, stampTail } from './stamp.ts'
import { TurnClock } from './turn-clock.ts'

export interface DoorOptions {
  log: Log
  datacenter: string
  /** Networks whose `X-Forwarded-For`, `Forwarded` and country header are believed. */
  proxies?: readonly string[]
  /** Lower-case name of the header in which a listed proxy puts the country, ISO 3166. */
  countryHeader?: string
  /** Per address; 0 lets everything through. */
  ratePerSecond?: number
  rateBurst?: number
  /** Today's key for hashing addresses, shared by workers. */
  addressKey?: AddressKey
  clock?: Clock
}

/** Who sent a request. */
export interface Sender {
  /** What is counted against a rate; undefined for this machine itself, which is the operator or a proxy that is not listed, and without a bound. */
  rate: string | undefined
  /** What that address has left, once it was asked for. */
  bucket?: Bucket
  /** The end of its stamp. Holds for {@link Door.day}. */
  tail: string
}

export class Door {
  readonly figures: Figures = newFigures()
  readonly log: Log
  readonly clock: Clock
  readonly keeper: AddressKeeper
  readonly limiter: RateLimiter
  readonly datacenter: string
  readonly #proxies: Proxies
  readonly #countryHeader: string | undefined
  readonly #isBounded: boolean

  constructor(options: DoorOptions) {
    this.log = options.log
    this.datacenter = options.datacenter
    this.clock = new TurnClock(options.clock ?? systemClock)
    this.#proxies = new Proxies(options.proxies ?? [])
    this.#countryHeader = options.countryHeader?.toLowerCase()
    const { ratePerSecond = RATE_PER_SECOND, rateBurst = RATE_BURST } = options
    this.#isBounded = ratePerSecond > 0
    this.limiter = new RateLimiter(ratePerSecond, rateBurst, this.clock)
    this.keeper = new AddressKeeper(options.addressKey ?? newAddressKey(this.clock), this.clock)
  }

  /** Who is this? @param method named when it is not the route's own. */
  senderOf(peer: string, headerOf: HeaderOf, method?: string): Sender {
    const address = plainAddress(this.#proxies.senderOf(peer, headerOf('forwarded'), headerOf('x-forwarded-for')))
    const more: Pick<Stamp, 'country' | 'method'> = method === undefined ? {} : { method }
    if (this.#countryHeader && this.#proxies.isListed(peer))
      Object.assign(more, countryOf(headerOf(this.#countryHeader)))
    const tail = stampTail(headerOf, this.keeper.keep(address), this.datacenter, more)
    return { rate: this.#isBounded && !isLoopback(address) ? rateKey(address) : undefined, tail }
  }

  /** Seconds that a sender must wait; 0 when it may come in. */
  waitOf(sender: Sender): number {
    if (sender.rate === undefined) return 0
    sender.bucket = this.limiter.bucketOf(sender.rate, sender.bucket)
    return this.limiter.take(sender.bucket)
  }

  /** Write a record. @returns whether it is durable. Never rejects. */
  record(route: 'beacon' | 'pixel' | 'redirect', sender: Sender, body: Buffer): Promise<boolean> {
    const began = this.clock.monotonic()
    return new Promise((resolve) => {
      const line = Buffer.from(stampLine(route satisfies Route, this.clock.now(), sender.tail), 'latin1')
      this.log.put(line, body, 0, body.length, {
        committed: () => {
          this.figures.recorded[route]++
          noteLatency(this.figures, this.clock.monotonic() - began)
          resolve(true)
        },
        refused: () => {
          this.figures.refused.log++
          resolve(false)
        },
      })
    })
  }
}

/** A first key for today. */
export function newAddressKey(clock: Clock = systemClock): AddressKey {
  return { day: Math.floor(clock.now() / 86_400_000), key: secureBytes(32) }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
