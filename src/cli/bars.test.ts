import { expect, test } from 'vitest'
import { bar, sparkline } from './bars.ts'

test('a bar is as long as its share, to an eighth of a character', () => {
  expect(bar(1, 1, 4)).toBe('████')
  expect(bar(0.5, 1, 4)).toBe('██')
  expect(bar(0.28125, 1, 4)).toBe('█▏')
  expect(bar(0, 1, 4)).toBe('')
  expect(bar(null, 1, 4)).toBe('')
})

test('a line of blocks shows the course and leaves a gap where nothing is known', () => {
  expect(sparkline([0, 1, 2, null, 4])).toBe('▁▃▅ █')
  expect(sparkline([0, 0])).toBe('▁▁')
})
