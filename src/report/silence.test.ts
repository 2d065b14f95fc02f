import { expect, test } from 'vitest'
import { levelState } from './silence.ts'

test.each([
  [0, null, 'new'],
  [0, 0, 'usual'],
  [0, 10, 'usual'],
  [0, 14, 'silent'],
  [0, 10_000, 'silent'],
  [600, 1_000, 'usual'],
  [450, 1_000, 'usual'],
  [400, 1_000, 'low'],
  [2, 40, 'low'],
  [9, 40, 'usual'],
  [100_000, 1_000_000, 'low'],
] as const)('%i events where %s are usual: %s', (observed, usual, state) => {
  expect(levelState(observed, usual)).toBe(state)
})

test('a site that stays at its level, whatever it is, alarms less than once in a thousand hours', () => {
  // Knuth's way of drawing from a Poisson distribution, over a fixed stream.
  let seed = 7
  const draw = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const poisson = (mean: number): number => {
    let count = -1
    for (let product = 1; product > Math.exp(-mean); product *= draw()) count++
    return count
  }
  for (const mean of [5, 15, 40, 200]) {
    let alarms = 0
    for (let hour = 0; hour < 2_000; hour++) if (!['usual', 'new'].includes(levelState(poisson(mean), mean))) alarms++
    expect(alarms, `mean ${mean}`).toBeLessThanOrEqual(2)
  }
})
