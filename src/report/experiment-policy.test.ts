import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { seeded } from '../platform/index.ts'
import { evaluatePolicy, type Shown } from './experiment-policy.ts'

test('three rows, by hand', () => {
  const rows: Shown[] = [
    { propensity: 0.5, target: 1, reward: 1, model: { shown: 0.5, target: 0.6 } },
    { propensity: 0.25, target: 0.25, reward: 0, model: { shown: 0.2, target: 0.3 } },
    { propensity: 0.5, target: 0, reward: 1, model: { shown: 0.4, target: 0.5 } },
  ]
  const result = evaluatePolicy(rows)!
  // Weights 2, 1, 0. IPS 2/3, its variance 4/3 over 3 rows. SNIPS 2/3. Doubly robust (1.6 + 0.1 + 0.5) / 3.
  expect(result.ips.value).toBeCloseTo(2 / 3, 12)
  expect(result.ips.high - result.ips.value).toBeCloseTo(1.959964 * (2 / 3), 5)
  expect(result.snips!.value).toBeCloseTo(2 / 3, 12)
  expect(result.doublyRobust!.value).toBeCloseTo(2.2 / 3, 12)
  expect(result.effectiveRows).toBeCloseTo(9 / 5, 12)
  expect(result.meanWeight.value).toBe(1)
  expect(evaluatePolicy(rows.map(({ model: _model, ...row }) => row))!.doublyRobust).toBeNull()
})

test('a variant judged by its own log earns what it earned', () => {
  const rows = [1, 0, 0, 1, 0].map((reward) => ({ propensity: 0.2, target: 0.2, reward }))
  const { ips, snips, effectiveRows } = evaluatePolicy(rows)!
  expect([ips.value, snips!.value, effectiveRows]).toEqual([
    expect.closeTo(0.4, 12),
    expect.closeTo(0.4, 12),
    expect.closeTo(5, 12),
  ])
})

test('rows of one list count as one for the error: doubled rows make no narrower interval', () => {
  const rows = [1, 0, 0, 1, 0, 1].map((reward, i) => ({ list: `l${i}`, propensity: 0.5, target: 0.25, reward }))
  const once = evaluatePolicy(rows)!
  const twice = evaluatePolicy(rows.flatMap((row) => [row, row]))!
  expect(twice.lists).toBe(once.lists)
  expect(twice.ips.high).toBeCloseTo(once.ips.high, 12)
})

test('rows that have no possible propensity are left out and counted, weights are cut and counted', () => {
  const row = { propensity: 0.5, target: 0.5, reward: 1 }
  const bad = [0, -1, 1.5, Number.NaN].map((propensity) => ({ ...row, propensity }))
  expect(evaluatePolicy(bad)).toBeNull()
  expect(evaluatePolicy([...bad, row, { ...row, propensity: 1e-6 }])).toMatchObject({ rows: 2, unusable: 4, cut: 1 })
})

test('a variant that shows nothing of the log has no self-normalised estimate', () => {
  expect(evaluatePolicy([{ propensity: 0.5, target: 0, reward: 1 }])).toMatchObject({ snips: null, effectiveRows: 0 })
})

// Items earn 0.1 … 0.5; the log shows them mostly in one order, the target in the other.
const EARNS = [0.1, 0.2, 0.3, 0.4, 0.5]
const LOGGING = [0.4, 0.25, 0.15, 0.12, 0.08]
const TARGET = [0.05, 0.1, 0.15, 0.3, 0.4]
const truth = EARNS.reduce((sum, earns, item) => sum + earns * TARGET[item]!, 0)

function log(seed: number, count: number, model?: (item: number) => number): Shown[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => {
    let [item, left] = [0, random()]
    while (item < LOGGING.length - 1 && left >= LOGGING[item]!) left -= LOGGING[item++]!
    return {
      propensity: LOGGING[item]!,
      target: TARGET[item]!,
      reward: random() < EARNS[item]! ? 1 : 0,
      ...(model && { model: { shown: model(item), target: TARGET.reduce((sum, p, i) => sum + p * model(i), 0) } }),
    }
  })
}

test('95 % intervals of all three hold the truth about that often, and a good model narrows the doubly robust one (seed 1)', () => {
  let [ips, snips, robust, narrower] = [0, 0, 0, 0]
  const worlds = 400
  for (let world = 1; world <= worlds; world++) {
    const result = evaluatePolicy(log(world * 7919, 2_000, (item) => EARNS[item]!))!
    const holds = ({ low, high }: { low: number; high: number }): number => (low <= truth && truth <= high ? 1 : 0)
    ips += holds(result.ips)
    snips += holds(result.snips!)
    robust += holds(result.doublyRobust!)
    narrower += result.doublyRobust!.high - result.doublyRobust!.low < result.ips.high - result.ips.low ? 1 : 0
  }
  for (const share of [ips, snips, robust]) {
    expect(share / worlds).toBeGreaterThan(0.91)
    expect(share / worlds).toBeLessThan(0.985)
  }
  expect(narrower).toBe(worlds)
})

test('doubly robust stays right with a wrong model (seed 1)', () => {
  const { doublyRobust } = evaluatePolicy(log(1, 100_000, () => 0.9))!
  expect(doublyRobust!.low).toBeLessThan(truth)
  expect(doublyRobust!.high).toBeGreaterThan(truth)
})

const sample = resolve(import.meta.dirname, '../../../shared/data/open-bandit')
test.skipIf(!existsSync(sample))("the Open Bandit sample's bts log tells what the random policy really earned", () => {
  const read = (name: string): Shown[] =>
    readFileSync(resolve(sample, name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([, , , click, propensity]) => ({ propensity: Number(propensity), target: 1 / 34, reward: Number(click) }))
  const random = evaluatePolicy(read('random-men.csv'))!
  expect([random.rows, random.ips.value]).toEqual([10_000, expect.closeTo(0.0046, 10)])
  const { snips, meanWeight, effectiveRows } = evaluatePolicy(read('bts-men.csv'))!
  expect(meanWeight.low).toBeLessThan(1)
  expect(meanWeight.high).toBeGreaterThan(1)
  expect(snips!.low).toBeLessThan(0.0046)
  expect(snips!.high).toBeGreaterThan(0.0046)
  expect(effectiveRows).toBeLessThan(10_000)
})
