// Which stretch of time a range is compared with.
import { expect, test } from 'vitest'
import { rangeBefore } from './compare.ts'
import { readRange } from './range.ts'

function before(from: string, to: string, tz: string, now: string): [string, string] {
  const found = rangeBefore(readRange({ from, to, tz }), Date.parse(now))
  return [new Date(found.from).toISOString().slice(0, 16), new Date(found.to).toISOString().slice(0, 16)]
}

test('a week that is over is compared with the whole week before it', () => {
  expect(before('2026-11-16', '2026-11-23', 'UTC', '2026-11-23T00:00:00Z')).toEqual([
    '2026-11-09T00:00',
    '2026-11-16T00:00',
  ])
})

test('seven days with today are compared with as much of the seven before, to the last whole quarter of an hour', () => {
  const berlin = before('2026-11-20', '2026-11-27', 'Europe/Berlin', '2026-11-26T15:22:41Z')
  expect(berlin).toEqual(['2026-11-12T23:00', '2026-11-19T15:15'])
})

test('the time of day is that of the zone, also across a change of clocks', () => {
  // Berlin's clocks went back on 25 October: 16:15 is at 15:15Z after it, and at 14:15Z before.
  expect(before('2026-10-23', '2026-10-30', 'Europe/Berlin', '2026-10-29T15:22:41Z')).toEqual([
    '2026-10-15T22:00',
    '2026-10-22T14:15',
  ])
  // They went forward on 29 March 2026: that day's 02:30 is none, and stands for 03:30.
  expect(before('2026-03-30', '2026-03-31', 'Europe/Berlin', '2026-03-30T00:29:30Z')).toEqual([
    '2026-03-28T23:00',
    '2026-03-29T01:30',
  ])
})

test('today is compared to the minute in its first half', () => {
  expect(before('2026-11-26', '2026-11-27', 'UTC', '2026-11-26T00:00:00Z')).toEqual([
    '2026-11-25T00:00',
    '2026-11-25T00:01',
  ])
  expect(before('2026-11-26', '2026-11-27', 'UTC', '2026-11-26T08:20:30Z')[1]).toBe('2026-11-25T08:21')
  expect(before('2026-11-26', '2026-11-27', 'UTC', '2026-11-26T12:20:30Z')[1]).toBe('2026-11-25T12:15')
})

test('the last 24 hours end with the hour, and are compared with as much', () => {
  expect(before('2026-11-25T13:00:00Z', '2026-11-26T13:00:00Z', 'UTC', '2026-11-26T12:10:00Z')).toEqual([
    '2026-11-24T13:00',
    '2026-11-25T12:00',
  ])
})

test('a range that ended a minute ago is over', () => {
  const range = ['2026-11-25T12:10:00Z', '2026-11-26T12:10:00Z', 'UTC'] as const
  expect(before(...range, '2026-11-26T12:11:00Z')).toEqual(['2026-11-24T12:10', '2026-11-25T12:10'])
})

test('a range that lies in the future is compared with all of the one before', () => {
  expect(before('2026-12-01', '2026-12-08', 'UTC', '2026-11-26T12:00:00Z')).toEqual([
    '2026-11-24T00:00',
    '2026-12-01T00:00',
  ])
})
