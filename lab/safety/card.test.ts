// The safety card names what got worse, and nothing else.
import { expect, test } from 'vitest'
import { card, type Situation } from './card.ts'
import type { Look } from './probe.ts'
import { cardText } from './text.ts'

const look = (more: Partial<Look> = {}): Look => ({
  requests: 3,
  transferredBytes: 1_000,
  longTasksMs: 0,
  interactiveMs: 80,
  loadMs: 90,
  globals: ['jQuery'],
  storageKeys: ['cart'],
  cookies: ['session'],
  ...more,
})

const situation = (name: string, more: Partial<Look> = {}, rest: Partial<Situation> = {}): Situation => ({
  name,
  looks: [look(more), look(more)],
  without: [look(), look()],
  errors: [],
  failedLoads: 0,
  reached: 3,
  tried: 3,
  beaconBytes: 0,
  views: 6,
  ...rest,
})

const worse = (more: Partial<Look>, rest: Partial<Situation> = {}): string[] =>
  card([situation('without'), situation('with', more, rest)])
    .filter((line) => line.worse.includes('with'))
    .map(({ measure }) => measure)

test("the tag's own global and storage keys, its requests and what the network says are no harm", () => {
  const own = { globals: ['jQuery', 'wayside'], storageKeys: ['cart', 'wayside.click1', 'wayside-n'], requests: 9 }
  expect(worse(own, { failedLoads: 7, beaconBytes: 5_000 })).toEqual([])
})

test('more requests or bytes than a page view with the tag may cost is worse', () => {
  expect(worse({ requests: 12 })).toEqual(['requests'])
  expect(worse({ transferredBytes: 12_000 })).toEqual(['bytes received'])
  expect(worse({ transferredBytes: 4_000 })).toEqual([])
})

test('another global, another storage key, any cookie, an error or a link that leads nowhere is worse', () => {
  expect(worse({ globals: ['jQuery', 'e'] })).toEqual(['globals'])
  expect(worse({ storageKeys: ['cart', 'id'] })).toEqual(['storage keys'])
  expect(worse({ cookies: ['session', 'wayside'] })).toEqual(['cookies'])
  expect(worse({}, { errors: ['TypeError: x'] })).toEqual(['errors'])
  expect(worse({}, { reached: 2 })).toEqual(['links reached'])
})

test('times are compared with loads made in turns, so that a slow minute is not blamed on the tag', () => {
  expect(worse({ loadMs: 400 })).toEqual(['load event'])
  expect(worse({ loadMs: 0 })).toEqual(['load event'])
  expect(worse({ loadMs: 400 }, { without: [look({ loadMs: 390 })] })).toEqual([])
  expect(worse({ longTasksMs: 60 })).toEqual(['long tasks'])
})

test('the text has a column a situation, marks what is worse, and spells out what is new', () => {
  const situations = [situation('without the tag'), situation('hanging', { cookies: ['session', 'id'] })]
  const text = cardText('Page', situations, card(situations))
  expect(text).toMatch(/^cookies +1 +\+1 WORSE$/m)
  expect(text).toContain('  cookies, hanging: id')
  expect(text.split('\n').at(-1)).toBe('Got worse: cookies.')
})
