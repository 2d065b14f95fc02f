import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OUTBOX_AGE_MAX_MS } from '../../event/index.ts'
import { correctTime, type Facts } from './index.ts'

const now = 1_800_000_000_000
const hour = 3_600_000
const page = (change: Partial<Facts>): Facts => ({
  type: 'click',
  route: 'beacon',
  token: 'good',
  tokenIssuedAt: now - 10 * hour,
  occurredAt: now - 200,
  sentAt: now - 100,
  receivedAt: now,
  ...change,
})

test.each([
  ['1970', 0],
  ['2100', 4_102_444_800_000],
  ['40 minutes slow', now - 2_400_000],
])('a page clock of %s gives the corrected time, flagged skewed', (_name, clock) => {
  expect(correctTime(page({ occurredAt: clock, sentAt: clock + 5000 }))).toEqual({
    at: now - 5000,
    late: false,
    skewed: true,
  })
})

test('what waited out an outage of 6 hours lands in its own hour, flagged late', () => {
  expect(correctTime(page({ occurredAt: now - 6 * hour, sentAt: now - 50 }))).toEqual({
    at: now - 6 * hour + 50,
    late: true,
    skewed: false,
  })
})

test('a clock that was set while the event waited is bounded by the signed list and by our clock', () => {
  expect(correctTime(page({ occurredAt: 0, sentAt: now }))).toMatchObject({ at: now - 10 * hour, skewed: true })
  expect(correctTime(page({ occurredAt: now, sentAt: 0 }))).toMatchObject({ at: now, skewed: true })
})

test('servers are believed about the past, and not about the future', () => {
  const year = 365 * 24 * hour
  const served: Facts = { type: 'served', route: 'import', token: 'absent', occurredAt: now - year, receivedAt: now }
  expect(correctTime(served)).toEqual({ at: now - year, late: true, skewed: false })
  expect(correctTime({ ...served, occurredAt: now + year })).toEqual({ at: now, late: false, skewed: true })
})

test('whatever the page clock says, the time lies within what an outbox keeps, and is whole', () => {
  const wild = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), fc.constant(now))
  fc.assert(
    fc.property(wild, fc.option(wild, { nil: undefined }), fc.boolean(), (occurredAt, sentAt, token) => {
      const facts = page({ occurredAt })
      if (sentAt === undefined) delete facts.sentAt
      else facts.sentAt = sentAt
      if (!token) delete facts.tokenIssuedAt
      const { at } = correctTime(facts)
      expect(Number.isSafeInteger(at)).toBe(true)
      expect(at).toBeLessThanOrEqual(now)
      expect(at).toBeGreaterThanOrEqual(now - OUTBOX_AGE_MAX_MS)
    }),
  )
})
