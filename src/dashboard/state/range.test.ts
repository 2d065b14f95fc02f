// Stretches of time: presets move with the clock, days are those of the zone, weeks are whole.
import { expect, test } from 'vitest'
import { edgesOf, isZone, lastWeek, stretchOf, stretchText } from './range.ts'

const berlin = 'Europe/Berlin'
/** Half past midnight in Berlin on the 26th; still the 25th in London. */
const night = new Date('2026-11-25T23:30:00Z')

test('the last seven days end with today, which is another day elsewhere', () => {
  expect(stretchOf({}, berlin, night)).toEqual({ from: '2026-11-20', to: '2026-11-27', isLive: true })
  expect(stretchOf({}, 'Europe/London', night)).toMatchObject({ from: '2026-11-19', to: '2026-11-26' })
})

test('the last hour ends with the minute that runs, so that a question asked again within it is the same', () => {
  const one = stretchOf({ range: '1h' }, berlin, new Date('2026-11-25T12:00:10Z'))
  expect(one).toEqual(stretchOf({ range: '1h' }, berlin, new Date('2026-11-25T12:00:50Z')))
  expect(one).toMatchObject({ from: '2026-11-25T11:01:00.000Z', to: '2026-11-25T12:01:00.000Z' })
})

test('two dates include both, in whatever order; what is no date is not taken', () => {
  expect(stretchOf({ from: '2026-11-03', to: '2026-11-01' }, berlin, night)).toEqual({
    ...{ from: '2026-11-01', to: '2026-11-04', isLive: false },
  })
  expect(stretchOf({ from: 'x', to: '2026-11-01' }, berlin, night).to).toBe('2026-11-27')
})

test('in the very moment in which a minute begins, the last hour holds that minute', () => {
  expect(stretchOf({ range: '1h' }, berlin, new Date('2026-11-25T12:00:00.000Z')).to).toBe('2026-11-25T12:01:00.000Z')
})

test.each([
  ['2026-13-45', '2026-13-46'],
  ['2026-02-31', '2026-03-01'],
  ['2026-11-01Tx', '2026-11-02Ty'],
  ['2026-11-01T10:00:00Z', '2026-11-02'],
  ['0001-01-01', '9999-12-31'],
  ['2026-11-01T10:00', '2026-11-01T11:00'],
])('%s to %s is no stretch: the last seven days are told instead', (from, to) => {
  const stretch = stretchOf({ from, to }, berlin, night)
  expect(stretch).toEqual(stretchOf({}, berlin, night))
  expect(stretchText(stretch, berlin)).toContain('2026')
})

test('two times are a stretch as they are written, the earlier one first', () => {
  const [from, to] = ['2026-11-03T10:00:00.000Z', '2026-11-03T11:30:00+00:00']
  expect(stretchOf({ from: to, to: from }, berlin, night)).toEqual({ from, to, isLive: false })
})

test('what is no time zone is told from one', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', 'Berlin', ''].map(isZone)).toEqual([true, true, false, false, false])
})

test('the last whole week runs from Monday to Sunday, also when asked on either', () => {
  expect(lastWeek(berlin, new Date('2026-11-25T12:00:00Z'))).toMatchObject({ from: '2026-11-16', to: '2026-11-23' })
  expect(lastWeek(berlin, new Date('2026-11-23T12:00:00Z'))).toMatchObject({ from: '2026-11-16', to: '2026-11-23' })
  expect(lastWeek(berlin, new Date('2026-11-29T12:00:00Z'))).toMatchObject({ from: '2026-11-16', to: '2026-11-23' })
})

test('midnights are those of the zone on both sides of a change of clocks', () => {
  const { from, to } = edgesOf({ from: '2026-10-25', to: '2026-10-26' }, berlin)
  expect(new Date(from).toISOString()).toBe('2026-10-24T22:00:00.000Z')
  expect((to - from) / 3_600_000).toBe(25)
})

test('the heading names the last day that is included', () => {
  expect(stretchText(stretchOf({}, berlin, night), berlin)).toMatch(/^20\s–\s26 Nov 2026$/)
})
