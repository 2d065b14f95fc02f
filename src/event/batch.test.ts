import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBatch } from './batch.ts'

const id = '01935d6e-7c1a-7abc-8def-0123456789ab'
const click = {
  id,
  n: 1,
  type: 'click',
  occurredAt: 1732300003100,
  list: 'v1.k1.e.m',
  item: 'emma',
  position: 1,
  trusted: true,
  how: 'primary',
}
const read = (value: unknown): ReturnType<typeof readBatch> =>
  readBatch(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))

test('a good batch gives its events, unknown fields and all', () => {
  const result = read({
    v: 1,
    site: 'bookstore',
    outbox: id,
    sentAt: 1732300003210,
    events: [{ ...click, colour: 'red' }],
  })
  expect(result).toMatchObject({
    ok: true,
    batch: { site: 'bookstore', outbox: id, sentAt: 1732300003210 },
    rejected: [],
  })
  expect(result.ok && result.events[0]).toMatchObject({ index: 0, event: { ...click, colour: 'red' } })
})

test.each([
  ['nonsense', 'BATCH_NOT_JSON'],
  ['[]', 'BATCH_SHAPE'],
  ['{"v":1}', 'BATCH_SHAPE'],
  ['{"v":2,"site":"s","events":[]}', 'BATCH_VERSION'],
  ['{"v":1,"events":[]}', 'SITE_MISSING'],
])('%s is refused as %s', (text, code) => {
  expect(read(text)).toEqual({ ok: false, code })
})

test.each([
  [{ id: 'x' }, 'EVENT_ID'],
  [{ type: 'hover' }, 'EVENT_TYPE_UNKNOWN'],
  [{ occurredAt: '1732300003100' }, 'EVENT_TIME'],
  [{ list: 7 }, 'EVENT_LIST'],
  [{ item: undefined }, 'EVENT_ITEM'],
  [{ item: 'x'.repeat(201) }, 'EVENT_ITEM'],
  [{ value: '1.23456' }, 'EVENT_VALUE'],
  [{ currency: 'eur' }, 'EVENT_VALUE'],
  [{ position: 0 }, 'EVENT_FIELD'],
  [{ propensity: 1.5 }, 'EVENT_FIELD'],
  [{ n: -1 }, 'EVENT_FIELD'],
])('an event with %o is rejected as %s, and its neighbour is kept', (change, code) => {
  const result = read({ v: 1, site: 's', events: [{ ...click, ...change }, click] })
  expect(result.ok && result.rejected.map((r) => [r.index, r.code])).toEqual([[0, code]])
  expect(result.ok && result.events.map((e) => e.index)).toEqual([1])
})

test('every event is read or rejected, and nothing throws, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.jsonValue(), fc.record({ id: fc.constant(id), type: fc.string(), occurredAt: fc.double() })),
      ),
      (events) => {
        const result = read({ v: 1, site: 's', events })
        expect(result.ok && result.events.length + result.rejected.length).toBe(events.length)
      },
    ),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readBatch(bytes)))
})
