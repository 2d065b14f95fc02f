import { expect, test } from 'vitest'
import { type Event, isUuid, readBatch } from '../../event/index.ts'
import { eventsOf, IDENTITY, PRESETS, parseMapping, type Row } from './mapping.ts'

const source = { site: 'fashion', placement: 'men', variant: 'bts' }
const row: Row = {
  timestamp: '2019-11-24 00:01:03.979311+00:00',
  item_id: '2',
  position: '2',
  click: '1',
  propensity_score: '0.045525',
}
const preset = PRESETS['open-bandit']!

test('an item shown and clicked gives served, impression, view and click, of one list', () => {
  const events = eventsOf(row, preset, source, 1)
  if (typeof events === 'string') throw new Error(events)
  expect(events.map((event) => event.type)).toEqual(['served', 'impression', 'view', 'click'])
  expect(new Set(events.map((event) => event.listId)).size).toBe(1)
  expect(events[3]).toMatchObject({
    occurredAt: Date.UTC(2019, 10, 24, 0, 1, 3, 979),
    item: '2',
    position: 2,
    propensity: 0.045525,
    placement: 'men',
    variant: 'bts',
  })
  expect(readBatch(Buffer.from(JSON.stringify({ v: 1, site: 'fashion', events })))).toMatchObject({
    ok: true,
    rejected: [],
  })
})

test('the same row gives the same ids again, and its twin on another line other ones', () => {
  const ids = (number: number): string[] =>
    (eventsOf(row, preset, source, number) as { id: string }[]).map((event) => event.id)
  expect(ids(7)).toEqual(ids(7))
  expect(new Set([...ids(7), ...ids(8)]).size).toBe(8)
  expect(ids(7).every(isUuid)).toBe(true)
})

test.each([
  [{ timestamp: 'yesterday' }, 'timestamp: not a time: "yesterday"'],
  [{ item_id: '' }, 'item_id: empty'],
  [{ position: 'left' }, 'position: not a number: left'],
  [{ click: '2' }, 'click: neither 0 nor 1: 2'],
])('a row with %o is refused: %s', (change, fault) => {
  expect(eventsOf({ ...row, ...change }, preset, source, 1)).toBe(fault)
})

test('rows in our own names become one event each, id and all', () => {
  const id = '01935d6e-7c1a-7abc-8def-0123456789ab'
  const own = { id, type: 'conversion', occurredAt: 1732300003, value: '12.50', currency: 'EUR', order: 'o-1' }
  expect(eventsOf(own, IDENTITY, source, 1)).toMatchObject([
    { id, type: 'conversion', occurredAt: 1732300003000, value: '12.50' },
  ])
  expect(eventsOf({ ...own, type: 'hover' }, IDENTITY, source, 1)).toBe('type: not an event type: hover')
  expect(eventsOf({ ...own, id: 'x' }, IDENTITY, source, 1)).toBe('id: not a UUID: x')
})

test('a mapping names its columns, and a wrong field is refused with the list of fields', () => {
  expect(parseMapping('occurredAt=time, item=sku')).toEqual({ occurredAt: 'time', item: 'sku' })
  expect(() => parseMapping('occurredAt=time,colour=c')).toThrow('"colour=c" is not field=column')
  expect(() => parseMapping('item=sku')).toThrow('which column holds occurredAt')
})

test('times keep their microseconds, however they are written', () => {
  const timeOf = (time: string): unknown => {
    const events = eventsOf(
      { time, item: 'a' },
      { occurredAt: 'time', item: 'item' },
      { site: 's', placement: 'p', variant: undefined },
      1,
    )
    const { occurredAt, micros } = (events as Event[])[0]!
    return [occurredAt, micros]
  }
  const at = Date.UTC(2019, 10, 24, 0, 1, 3)
  expect(timeOf('2019-11-24 00:01:03.979311+00:00')).toEqual([at + 979, 311])
  expect(timeOf('2019-11-24T01:01:03.9793+01:00')).toEqual([at + 979, 300])
  expect(timeOf('2019-11-24T00:01:03.979Z')).toEqual([at + 979, undefined])
  expect(timeOf('2019-11-24 00:01:03')).toEqual([at, undefined])
  expect(timeOf('1574553663.979311')).toEqual([at + 979, 311])
  expect(timeOf('1574553663979.311')).toEqual([at + 979, 311])
})
