import { expect, test } from 'vitest'
import { betaBelow } from './loss-beta.ts'
import { type LossSums, lossInterval } from './loss-interval.ts'

/** Sums of outboxes given as [trials, lost]. */
function sumsOf(outboxes: readonly (readonly [number, number])[], unit = 1): LossSums {
  const sum = (of: (trials: number, lost: number) => number): number =>
    outboxes.reduce((total, [trials, lost]) => total + of(trials, lost), 0)
  return {
    outboxes: outboxes.length,
    trials: sum((trials) => trials),
    lost: sum((_trials, lost) => lost),
    lostSquared: sum((_trials, lost) => lost * lost),
    lostTrials: sum((trials, lost) => trials * lost),
    trialsSquared: sum((trials) => trials * trials),
    worst: outboxes.reduce((most, [, lost]) => Math.max(most, lost), 0),
    unit,
  }
}
const many = (count: number, outbox: readonly [number, number]): (readonly [number, number])[] =>
  Array.from({ length: count }, () => outbox)

test('the beta distribution agrees with values worked out elsewhere', () => {
  // Beta(1, b) and Beta(a, 1) have closed forms; Beta(2, 3) at 0.4 is 1 − 0.6³·(1 + 3·0.4); symmetry does the rest.
  expect(betaBelow(0.01, 1, 299)).toBeCloseTo(1 - 0.99 ** 299, 9)
  expect(betaBelow(0.9, 50, 1)).toBeCloseTo(0.9 ** 50, 9)
  expect(betaBelow(0.4, 2, 3)).toBeCloseTo(0.5248, 9)
  expect(betaBelow(0.5, 1e6, 1e6)).toBeCloseTo(0.5, 6)
  expect(betaBelow(1e-4, 0.5, 1e6) + betaBelow(1 - 1e-4, 1e6, 0.5)).toBeCloseTo(1, 9)
})

test('no loss in n independent trials is at most 3/n: the rule of three', () => {
  for (const count of [100, 10_000, 1_000_000]) {
    const { loss, low, high } = lossInterval(sumsOf(many(count, [1, 0])))
    expect([loss, low]).toEqual([0, 0])
    expect(high! * count).toBeGreaterThan(2.9)
    expect(high! * count).toBeLessThan(3.1)
  }
})

test('no loss where events travel five at a time says five times less', () => {
  const { high } = lossInterval(sumsOf(many(10_000, [10, 0]), 5))
  expect(high! * 100_000).toBeCloseTo(15, 0)
})

test('losses in bursts widen the interval by as much as they are fewer', () => {
  const single = lossInterval(sumsOf([...many(9_000, [10, 0]), ...many(100, [10, 1])]))
  const bursts = lossInterval(sumsOf([...many(9_000, [10, 0]), ...many(10, [10, 10])]))
  expect(single.loss).toBeCloseTo(bursts.loss!, 4)
  const ratio = (bursts.high! - bursts.low!) / (single.high! - single.low!)
  expect(ratio).toBeGreaterThan(2.5)
  expect(ratio).toBeLessThan(5)
})

test('nothing to judge by is null, everything lost is 1, one outbox gives an interval', () => {
  expect(lossInterval({ ...sumsOf([[1, 0]]), trials: 0 })).toEqual({ loss: null, low: null, high: null })
  const all = lossInterval(sumsOf(many(50, [4, 4])))
  expect([all.loss, all.high]).toEqual([1, 1])
  expect(all.low).toBeGreaterThan(0.5)
  const one = lossInterval(sumsOf([[100, 5]]))
  expect(one.low).toBeGreaterThan(0)
  expect(one.low).toBeLessThan(0.05)
  expect(one.high).toBeGreaterThan(0.05)
  expect(one.high).toBeLessThan(0.3)
})

test('the interval always holds the rate and lies in 0 to 1, whatever the sums', () => {
  for (let lost = 0; lost <= 40; lost++)
    for (const outboxes of [1, 2, 10, 1000]) {
      const each: (readonly [number, number])[] = many(outboxes, [40, 0])
      each[0] = [40, lost]
      const { loss, low, high } = lossInterval(sumsOf(each, 3))
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(loss!)
      expect(high).toBeGreaterThanOrEqual(loss!)
      expect(high).toBeLessThanOrEqual(1)
    }
})
