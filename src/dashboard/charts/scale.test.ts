// Scales and the lines that are worth drawing.
import { expect, test } from 'vitest'
import { scale, ticks } from './scale.ts'

test('lines are round, begin at or below the lowest value and cover the highest', () => {
  expect(ticks(0, 33, 4)).toEqual([0, 10, 20, 30, 40])
  expect(ticks(-0.3, 0.7, 4)).toEqual([-0.5, -0.25, 0, 0.25, 0.5, 0.75])
  expect(ticks(0, 0)).toEqual([0, 0.5, 1])
})

test('lines of counts are whole', () => {
  expect(ticks(0, 7, 3, true)).toEqual([0, 5, 10])
  expect(ticks(0, 1, 3, true)).toEqual([0, 1])
  expect(ticks(0, 70, 3, true)).toEqual([0, 25, 50, 75])
})

test('a scale maps both ends, and a range without width to its start', () => {
  const y = scale(0, 10, 100, 0)
  expect([y(0), y(5), y(10)]).toEqual([100, 50, 0])
  expect(scale(3, 3, 7, 9)(3)).toBe(7)
})
