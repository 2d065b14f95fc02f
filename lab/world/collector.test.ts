// The collector of the lab finds the clicks in whatever a tracker sends, and only them.
import { expect, test } from 'vitest'
import { clicksIn } from './collector.ts'

const batch = JSON.stringify({
  v: 1,
  events: [
    { type: 'impression', item: 'click.wayside.7' },
    { type: 'click', item: 'click.wayside.7', via: 'beacon' },
  ],
})

test("of Wayside's batches only the clicks count, by request and by image", () => {
  const found = [{ click: 'click.wayside.7', via: 'beacon' }]
  expect(clicksIn('/w/1', batch)).toEqual(found)
  expect(clicksIn(`/w/1.gif?d=${Buffer.from(batch).toString('base64url')}`, '')).toEqual(found)
})

test('of all others, a name in the address or the body is one copy, however often it is there', () => {
  expect(clicksIn('/c?n=click.image-wait-300.12', 'click.image-wait-300.12')).toEqual([
    { click: 'click.image-wait-300.12', via: '/c' },
  ])
  expect(clicksIn('/tp2', '{"e":"pv","url":"http://snowplow.localhost/shop?technique=snowplow"}')).toEqual([])
})
