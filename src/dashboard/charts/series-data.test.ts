// A series as it is drawn: no step is missing, late clicks stand apart, what has not happened yet is not zero.
import { expect, test } from 'vitest'
import { drawn } from './series-data.ts'

const HOUR = 3_600_000
const from = Date.UTC(2026, 10, 1)
const point = (hour: number, clicks: number, lateClicks: number) => ({
  ...{ at: from + hour * HOUR, impressions: 10, views: 5, conversions: 0, clicks, lateClicks },
})

test('hours without an event are drawn as none, hours to come not at all, nor those before them that nothing is compared with', () => {
  const series = {
    step: 'hour' as const,
    points: [point(1, 4, 3)],
    previous: [point(0, 2, 0)],
    before: { from: from - 4 * HOUR, to: from - 1.5 * HOUR },
    silences: [],
  }
  const { at, value, late, previous } = drawn(series, 'clicks', from, from + 4 * HOUR, from + 2.5 * HOUR)
  expect(at).toHaveLength(4)
  expect(value).toEqual([0, 4, 0, null])
  expect(late).toEqual([0, 3, 0, 0])
  expect(previous).toEqual([2, 0, 0, null])
})

test('a rate is told only where there is something to divide by', () => {
  const series = { step: 'hour' as const, points: [point(1, 4, 0)], previous: [], before: null, silences: [] }
  expect(drawn(series, 'rate', from, from + 2 * HOUR, from + 9 * HOUR).value).toEqual([null, 0.4])
})

test('a day that begins an hour off, because clocks changed, is one day and not two', () => {
  const series = { step: 'day' as const, points: [point(25, 1, 0)], previous: [], before: null, silences: [] }
  expect(drawn(series, 'clicks', from, from + 49 * HOUR, from + 99 * HOUR).value).toEqual([0, 1, 0])
})
