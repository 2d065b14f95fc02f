// Chance in the page. `crypto.randomUUID` exists on https only; `getRandomValues` is everywhere.
import { now } from './now.ts'

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** A number in [0, 1), for jitter. */
export const random = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 72 random bits (the variant is fixed at 8). */
export const uuid = (): string => {
  const [a, b, c] = crypto.getRandomValues(new Uint32Array(3))
  return `${hex(now(), 12)}7${hex(a!, 8).slice(5)}8${hex(b!, 8)}${hex(c!, 8)}`.replace(
    /(.{8})(.{4})(.{4})(.{4})(.{12})(.*)/,
    '$1-$2-$3-$4-$5',
  )
}
