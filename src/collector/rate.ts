// How much one address may send: a token bucket each (RFC 2697's idea), a bounded number of them.
import type { Clock } from '../platform/index.ts'
import { RATE_ADDRESSES_MAX } from './limits.ts'

/** What one address has left. */
export interface Bucket {
  tokens: number
  at: number
  /** Its address was forgotten; it counts no more. */
  gone: boolean
}

export class RateLimiter {
  readonly #perMs: number
  readonly #burst: number
  readonly #clock: Clock
  readonly #addressesMax: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perSecond: number, burst: number, clock: Clock, addressesMax: number = RATE_ADDRESSES_MAX) {
    this.#perMs = perSecond / 1000
    this.#burst = burst
    this.#clock = clock
    this.#addressesMax = addressesMax
  }

  /** The bucket of an address. @param known the one that it had, so that a connection need not look it up for each request */
  bucketOf(key: string, known?: Bucket): Bucket {
    return known && !known.gone ? known : this.#bucket(key, this.#clock.monotonic())
  }

  /** Take one request's worth. @returns 0, or the seconds to wait. */
  take(bucket: Bucket): number {
    const now = this.#clock.monotonic()
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.at) * this.#perMs)
    bucket.at = now
    if (bucket.tokens >= 1) {
      bucket.tokens--
      return 0
    }
    return Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perMs / 1000))
  }

  /** Addresses remembered. */
  get size(): number {
    return this.#buckets.size
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key)
    if (known) return known
    if (this.#buckets.size >= this.#addressesMax) this.#makeRoom(now)
    const bucket = { tokens: this.#burst, at: now, gone: false }
    this.#buckets.set(key, bucket)
    return bucket
  }

  /** Forget who is back at a full bucket anyway; if that is nobody, a tenth of the oldest. */
  #makeRoom(now: number): void {
    for (const [key, bucket] of this.#buckets)
      if (bucket.tokens + (now - bucket.at) * this.#perMs >= this.#burst) this.#forget(key, bucket)
    let surplus = this.#buckets.size - Math.floor(this.#addressesMax * 0.9)
    for (const [key, bucket] of this.#buckets) {
      if (surplus-- <= 0) break
      this.#forget(key, bucket)
    }
  }

  #forget(key: string, bucket: Bucket): void {
    bucket.gone = true
    this.#buckets.delete(key)
  }
}
