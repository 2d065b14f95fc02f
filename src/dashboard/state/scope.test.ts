// What the address says is taken where it can be, and by the views that take it.
import { expect, test } from 'vitest'
import { FILTERS } from './filters.ts'
import { scopeOf } from './scope.ts'

const facts = { clickWindowSeconds: 1, viewWindowSeconds: 1, repeatWindowSeconds: 1 }
const me = {
  sites: [
    { site: 'books', timeZone: 'Europe/Berlin', ...facts },
    { site: 'toys', timeZone: 'UTC', ...facts },
  ],
}
const now = new Date('2026-11-25T12:00:00Z')
const overview = { hasStretch: true, filters: FILTERS }

test('a zone that nobody knows, and a site that is not there, are those that one has', () => {
  expect(scopeOf(me, { tz: 'Mars/Olympus', site: 'x' }, overview, now)).toMatchObject({
    site: 'books',
    tz: 'Europe/Berlin',
  })
  expect(scopeOf(me, { tz: 'America/Lima', site: 'toys' }, overview, now)).toMatchObject({
    site: 'toys',
    tz: 'America/Lima',
  })
})

test('a view of right now stays one, with a past stretch in the address as well', () => {
  const past = { from: '2026-11-01', to: '2026-11-02' }
  expect(scopeOf(me, past, overview, now)?.stretch).toEqual({ from: '2026-11-01', to: '2026-11-03', isLive: false })
  expect(scopeOf(me, past, { hasStretch: false }, now)?.stretch.isLive).toBe(true)
})

test('a view is narrowed down to what it takes, and to nothing else', () => {
  const place = { placement: 'home', item: 'emma' }
  expect(scopeOf(me, place, overview, now)?.filters).toEqual(place)
  expect(scopeOf(me, place, { hasStretch: true, filters: ['placement'] }, now)?.filters).toEqual({ placement: 'home' })
  expect(scopeOf(me, place, { hasStretch: true }, now)?.filters).toEqual({})
})

test('nobody’s sites are none', () => {
  expect(scopeOf({ sites: [] }, {}, overview, now)).toBeUndefined()
})
