// Zooming in and out again leads to where one was.
import { expect, test } from 'vitest'
import type { Place } from './place.ts'
import { zoomIn, zoomOut } from './zoom.ts'

const NOON = Date.UTC(2026, 10, 18, 12)
const MINUTE_MS = 60_000

function after(place: Place, change: Record<string, string | undefined>): Place {
  return Object.fromEntries(
    Object.entries({ ...place, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

test.each([[{ range: '28d', item: 'emma' }], [{ from: '2026-11-01', to: '2026-11-20' }], [{}]])(
  'from %o in, further in, and out again',
  (place: Place) => {
    const once = after(place, zoomIn(place, NOON, NOON + 60 * MINUTE_MS))
    expect(once.from).toBe('2026-11-18T12:00:00.000Z')
    const twice = after(once, zoomIn(once, NOON + 10 * MINUTE_MS, NOON + 30 * MINUTE_MS))
    expect(twice.from).toBe('2026-11-18T12:10:00.000Z')
    expect(after(twice, zoomOut(twice))).toEqual(place)
  },
)

test('long stretches are of whole hours, short ones of minutes, and none is shorter than ten minutes', () => {
  expect(zoomIn({}, NOON - 20 * MINUTE_MS, NOON + 200 * MINUTE_MS)).toMatchObject({
    from: '2026-11-18T12:00:00.000Z',
    to: '2026-11-18T15:00:00.000Z',
  })
  expect(zoomIn({}, NOON + 1_000, NOON + 2_000)).toMatchObject({
    from: '2026-11-18T12:00:00.000Z',
    to: '2026-11-18T12:10:00.000Z',
  })
})
