// Randomness: real for ids and keys, seeded where a run must be repeatable.
import { randomBytes, randomInt } from 'node:crypto'

/** Bytes fit for secrets. */
export function secureBytes(count: number): Buffer {
  return randomBytes(count)
}

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. */
export function uuidv7(nowMs: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Math.max(0, Math.floor(nowMs)), 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A number in [0, 1), for jitter. */
export function jitter(): number {
  return randomInt(0, 2 ** 32) / 2 ** 32
}

/** Seeded numbers in [0, 1): mulberry32, public domain, by Tommy Ettinger. For simulations only. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
