import { expect, test } from 'vitest'
import { type Arm, compareArms } from './experiment.ts'
import { normalQuantile } from './experiment-normal.ts'
import { daysToGo, unitsNeeded, unitVariance } from './experiment-power.ts'
import { rateOf, shareSums } from './experiment-rate.ts'
import { type ArmLoss, ratioCheck, readShares } from './experiment-ratio.ts'
import { alwaysValidP, effectiveUnits, interval, reach } from './experiment-sequence.ts'

const tuning = { alpha: 0.05, plannedUnits: 20_000 }
const arm = (variant: string, units: number, clicks: number): Arm => ({ variant, ...shareSums(units, clicks) })

test('a share has the variance of a share, a ratio that of its residuals, by hand', () => {
  // 100 units, 20 successes: 0.2 · 0.8 / 99.
  expect(rateOf(shareSums(100, 20))).toEqual({ rate: 0.2, variance: expect.closeTo(0.16 / 99, 12) })
  // Lists of (clicks, impressions) (1, 2), (0, 2), (2, 4): 3 / 8; residuals 0.25, −0.75, 0.5, squares 0.875;
  // 0.875 / 2 / (3 · (8/3)²) = 0.4375 / 21.3333.
  const sums = { units: 3, sumOver: 3, sumUnder: 8, sumOverSquared: 5, sumUnderSquared: 24, sumOverUnder: 10 }
  expect(rateOf(sums)).toEqual({ rate: 0.375, variance: expect.closeTo(0.020507813, 8) })
  expect(rateOf(shareSums(0, 0))).toEqual({ rate: null, variance: null })
  expect(rateOf(shareSums(1, 1))).toEqual({ rate: 1, variance: null })
})

test('the confidence sequence has the width of the paper, by hand', () => {
  // ρ²t = 5.99146 + ln 6.99146 = 7.93615 at the planned end; √(1.126006 · ln(8.93615 / 0.0025)) = √(1.126006 · 8.18157).
  expect(reach(20_000, tuning)).toBeCloseTo(3.0352, 3)
  // A tenth of the way: ρ²t = 0.793615; √(2.260057 · ln(1.793615 / 0.0025)) = √(2.260057 · 6.575637).
  expect(reach(2_000, tuning)).toBeCloseTo(3.855, 3)
  expect(interval({ difference: 1, variance: 4, units: 20_000 }, tuning).high).toBeCloseTo(1 + 2 * 3.0352, 3)
})

test('the interval leaves out zero exactly when the p-value is below alpha', () => {
  for (const units of [100, 1_000, 20_000, 500_000])
    for (const z of [1, 2.9, 3.05, 3.5, 4, 5]) {
      const estimate = { difference: z, variance: 1, units }
      expect(interval(estimate, tuning).low > 0).toBe(alwaysValidP(estimate, tuning) < 0.05)
    }
})

test('effective units are all units when arms are equal, and four times the smaller arm at most', () => {
  expect(effectiveUnits(500, 500)).toBe(1_000)
  expect(effectiveUnits(100, 900)).toBe(360)
  expect(effectiveUnits(0, 900)).toBe(0)
})

test('two arms are compared, by hand: 500 of 10,000 against 400 of 10,000', () => {
  // Effect 0.01, variance (0.0475 + 0.0384) / 9,999 = 8.59086e-6, half 3.0352 · 0.00293102.
  const [compared] = compareArms([arm('new', 10_000, 500), arm('old', 10_000, 400)], { control: 'old' })
  expect(compared).toMatchObject({ variant: 'new', control: 'old', rate: 0.05, controlRate: 0.04, verdict: 'higher' })
  expect(compared!.effect).toBeCloseTo(0.01, 10)
  expect(compared!.low).toBeCloseTo(0.0011037, 5)
  expect(compared!.high).toBeCloseTo(0.0188963, 5)
  // √8.93615 · exp(−11.6403 · 0.444048)
  expect(compared!.p).toBeCloseTo(0.01701, 4)
  // ln 1.25 = 0.223144, variance 0.95 / 500 + 0.96 / 400, both · 10,000 / 9,999: ± 3.0352 · 0.0655773.
  expect(compared!.lift).toBeCloseTo(0.25, 10)
  expect(compared!.liftLow).toBeCloseTo(Math.expm1(0.223144 - 0.199041), 4)
  expect(compared!.liftHigh).toBeCloseTo(Math.expm1(0.223144 + 0.199041), 4)
})

test('below 30 events in an arm there is a rate and no interval yet', () => {
  const [compared] = compareArms([arm('new', 10_000, 29), arm('old', 10_000, 400)], { control: 'old' })
  expect(compared).toMatchObject({ rate: 0.0029, effect: null, low: null, high: null, p: 1, verdict: 'open' })
})

test('more variants make wider intervals, and an unknown control compares nothing', () => {
  const arms = [arm('b', 10_000, 500), arm('a', 10_000, 400), arm('c', 10_000, 420)]
  const [alone] = compareArms(arms.slice(0, 2), { control: 'a' })
  const [first, second] = compareArms(arms, { control: 'a' })
  expect([first!.variant, second!.variant]).toEqual(['b', 'c'])
  expect(first!.low).toBeLessThan(alone!.low!)
  expect(compareArms(arms, { control: 'z' })).toEqual([])
})

test('arms where nothing was counted, or nothing varies, stay open', () => {
  const options = { control: 'old' }
  expect(compareArms([arm('new', 0, 0), arm('old', 100, 50)], options)[0]).toMatchObject({
    rate: null,
    verdict: 'open',
  })
  expect(compareArms([arm('new', 100, 100), arm('old', 100, 100)], options)[0]).toMatchObject({
    rate: 1,
    verdict: 'open',
  })
})

test('the ratio check is the Bayes factor, by hand, and calls a loss of 7 % of one arm', () => {
  const check = (one: number, other: number, ...shares: [number, number] | []): ReturnType<typeof ratioCheck> =>
    ratioCheck([
      { variant: 'a', units: one, share: shares[0] ?? 1 },
      { variant: 'b', units: other, share: shares[1] ?? 1 },
    ])
  // Γ(1000)/Γ(1002) · Γ(502)/Γ(500) / ½² = 500 · 501 / (1000 · 1001 · 0.25) = 250500 / 250250.
  expect(check(2, 0).p).toBeCloseTo(250_250 / 250_500, 9)
  expect(check(0, 0)).toMatchObject({ p: 1, suspicious: false })
  expect(check(10_000, 9_900)).toMatchObject({ p: 1, suspicious: false })
  expect(check(10_000, 9_300)).toMatchObject({ suspicious: true })
  expect(check(90_000, 10_000, 9, 1)).toMatchObject({
    suspicious: false,
    arms: [{ expected: 90_000 }, { expected: 10_000 }],
  })
  expect(check(89_000, 11_000, 9, 1)).toMatchObject({ suspicious: true })
})

test('the ratio check says when loss differs between the arms', () => {
  const loss = (low: number, high: number): ArmLoss => ({ loss: (low + high) / 2, low, high, outboxes: 9 })
  const arms = (one?: ReturnType<typeof loss>, other?: ReturnType<typeof loss>): ReturnType<typeof ratioCheck> =>
    ratioCheck([
      { variant: 'a', units: 100, share: 1, loss: one ?? null },
      { variant: 'b', units: 100, share: 1, loss: other ?? null },
    ])
  expect(arms(loss(0.001, 0.002), loss(0.05, 0.07)).lossDiffers).toBe(true)
  expect(arms(loss(0.001, 0.06), loss(0.05, 0.07)).lossDiffers).toBe(false)
  expect(arms(loss(0.001, 0.002)).lossDiffers).toBeNull()
})

test('the units that an effect needs are those at which its interval and its luck fit in', () => {
  const perUnit = unitVariance({ units: 10_000, variance: 4.75e-6 }, { units: 10_000, variance: 3.84e-6 })!
  expect(perUnit).toBeCloseTo(0.1718, 6)
  const query = { ...tuning, effect: 0.01, unitVariance: perUnit }
  const needed = unitsNeeded(query)
  const width = (units: number): number => (reach(units, tuning) + 0.841621) * Math.sqrt(perUnit / units)
  expect(width(needed)).toBeLessThanOrEqual(0.01)
  expect(width(needed - 1)).toBeGreaterThan(0.01)
  expect(unitsNeeded({ ...query, effect: 0 })).toBe(Number.POSITIVE_INFINITY)
  expect(unitsNeeded({ ...query, effect: -0.01 })).toBe(needed)
  expect(unitVariance({ units: 1, variance: null }, { units: 5, variance: 1 })).toBeNull()
  expect([daysToGo(1_000, 400, 100), daysToGo(1_000, 2_000, 0), daysToGo(1_000, 0, 0)]).toEqual([
    6,
    0,
    Number.POSITIVE_INFINITY,
  ])
})

test('the normal quantile is right in the middle and in both tails', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 7)
  expect(normalQuantile(0.8)).toBeCloseTo(0.841621234, 7)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 7)
  expect(normalQuantile(0.999)).toBeCloseTo(3.090232306, 7)
})

test('shares are read with any variant name that a colon may stand in, and a share that is none is refused', () => {
  expect(readShares('control:9,new:1')).toEqual({ control: 9, new: 1 })
  expect(readShares('a:b:0.5')).toEqual({ 'a:b': 0.5 })
  for (const text of ['', 'new', 'new:', ':1', 'new:0', 'new:many', 'new:1,'])
    expect(() => readShares(text)).toThrow('shares')
})
