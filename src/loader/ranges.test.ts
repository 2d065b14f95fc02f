import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rangesOf } from './ranges.ts'

const holds = (ranges: Record<string, number>, number: number): boolean =>
  [0, 1, 2, 3].some((i) => number >= ranges[`from${i}`]! && number <= ranges[`to${i}`]!)

test('every number is in a range, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (numbers) => {
      const ranges = rangesOf(numbers)
      for (const number of numbers) expect(holds(ranges, number)).toBe(true)
    }),
  )
})

test('the three widest gaps are left out, and no numbers fill no range', () => {
  expect(rangesOf([1, 2, 5_000, 5_001, 90, 91, 700])).toEqual({
    from0: 1,
    to0: 2,
    from1: 90,
    to1: 91,
    from2: 700,
    to2: 700,
    from3: 5_000,
    to3: 5_001,
  })
  expect(holds(rangesOf([]), 0)).toBe(false)
  expect(holds(rangesOf([7, 8, 9]), 1)).toBe(false)
})
