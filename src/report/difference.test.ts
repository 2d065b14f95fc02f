import { expect, test } from 'vitest'
import { compareDays, type Hour } from './difference-days.ts'
import type { Loss } from './loss.ts'

const HOUR_MS = 3_600_000
const at = (text: string): number => Date.parse(text)

/** Eight days of hours, with a pattern over the day that differs from day to day. */
function hoursOf(clicks: (hour: number) => Partial<Hour>): Hour[] {
  return Array.from({ length: 8 * 24 }, (_, hour) => {
    const figures = { net: 0, gross: 0, invalid: {}, late: 0, ...clicks(hour) }
    return { at: at('2026-11-01T00:00:00Z') + hour * HOUR_MS, ...figures }
  })
}
const noLoss = { rows: [] } as unknown as Loss
const days = ['02', '03', '04', '05', '06', '07'].map((day) => `2026-11-${day}`)
const ask = (theirs: number[], hours: Hour[], tz = 'UTC', lossByDay = noLoss) =>
  compareDays({
    metric: 'clicks',
    tz,
    theirs: theirs.map((count, index) => ({ day: days[index]!, count })),
    hours,
    lossByDay,
  })

test('what a tool that counts bots has more than we do is explained by the reason, to the click', () => {
  const hours = hoursOf(() => ({ net: 10, gross: 13, invalid: { bot: 2, repeat: 1 } }))
  const found = ask([312, 240, 250], hours)
  expect(found.days[0]).toMatchObject({ net: 240, gross: 312, invalid: { bot: 48, repeat: 24 }, unexplained: 0 })
  expect(found.total).toMatchObject({ theirs: 802, net: 720, gross: 936, unexplained: 0 })
})

test('what a tool misses because it came in late is explained, and what lies outside everything is not', () => {
  const hours = hoursOf(() => ({ net: 10, gross: 10, late: 1 }))
  const found = ask([220, 200, 260], hours)
  expect(found.days.map(({ unexplained }) => unexplained)).toEqual([0, -16, 20])
})

test('what was lost on the way to us widens what is explained', () => {
  const hours = hoursOf(() => ({ net: 9, gross: 9 }))
  const lossByDay = { rows: [{ day: '2026-11-02', loss: 0.1 }] } as unknown as Loss
  const found = ask([240, 240], hours, 'UTC', lossByDay)
  expect(found.days[0]).toMatchObject({ lost: expect.closeTo(24, 5), unexplained: 0 })
  expect(found.days[1]).toMatchObject({ lost: null, unexplained: 24 })
})

test('days that begin at another hour are found by their shape, and compared so', () => {
  const busy = (hour: number): number => (hour % 24 < 12 ? 5 : 20) * (1 + (Math.floor(hour / 24) % 3))
  const hours = hoursOf((hour) => ({ net: busy(hour), gross: busy(hour) }))
  const shifted = days.map((day) => {
    const from = at(`${day}T05:00:00Z`)
    return hours
      .filter((hour) => hour.at >= from && hour.at < from + 24 * HOUR_MS)
      .reduce((all, { net }) => all + net, 0)
  })
  const found = ask(shifted, hours)
  expect(found.shiftHours).toBe(5)
  expect(found.days.every(({ unexplained }) => unexplained === 0)).toBe(true)
  expect(ask(shifted.slice(0, 2), hours).shiftHours).toBe(0)
  const same = days.map((day) =>
    hours.filter((hour) => new Date(hour.at).toISOString().startsWith(day)).reduce((all, { net }) => all + net, 0),
  )
  expect(ask(same, hours).shiftHours).toBe(0)
})

test('a day is as long as it is in its zone: 25 hours when clocks go back', () => {
  const hours = Array.from({ length: 72 }, (_, hour) => ({
    at: at('2026-10-24T00:00:00Z') + hour * HOUR_MS,
    net: 1,
    gross: 1,
    invalid: {},
    late: 0,
  }))
  const theirs = [{ day: '2026-10-25', count: 25 }]
  const found = compareDays({ metric: 'clicks', tz: 'Europe/Berlin', theirs, hours, lossByDay: noLoss })
  expect(found.days[0]).toMatchObject({ net: 25, unexplained: 0 })
})
