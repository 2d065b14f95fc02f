import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilson } from './wilson.ts'

test('the interval is the one that the literature prints: 7 of 10, and 0 of 20', () => {
  // Newcombe (1998), Statistics in Medicine 17, table I: 81/263, 15/148, 0/20, 1/29, method 3.
  for (const [part, whole, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const interval = wilson(part, whole)!
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  }
})

test('the rate lies in its interval, which lies in [0, 1], for any counts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
      const part = Math.round(whole * share)
      const { low, high } = wilson(part, whole)!
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(part / whole)
      expect(high).toBeGreaterThanOrEqual(part / whole)
      expect(high).toBeLessThanOrEqual(1)
    }),
  )
})

test('nothing to divide by has no interval', () => expect(wilson(0, 0)).toBeNull())
