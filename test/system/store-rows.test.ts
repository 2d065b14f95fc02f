// What the loader writes into columns is what the engine reads back, at the edges of the format.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { findEvent, report } from '../../src/report/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())
const id = idMaker(3)

test('700 different items in one load, short, long and of any script, come back as they were', async () => {
  const items = Array.from(
    { length: 700 },
    (_, n) => `${['book', 'книга', '本', '📖'][n % 4]}-${n}${n % 9 === 0 ? 'ü'.repeat(90) : ''}`,
  )
  for (let first = 0; first < items.length; first += 70) {
    const mine = items.slice(first, first + 70)
    const list = tokenOf(`list-${first}`, ['x'], { placement: `p-${first}` })
    const events = mine.map(
      (item): Partial<Event> => ({ id: id(), type: 'impression', item, list, occurredAt: NOON - 900, trusted: true }),
    )
    await bench.append('a-0', record({ outbox: id(), events }))
  }
  await bench.load()
  const { rows } = await report(bench.store, { site: SITE, by: ['item'] })
  expect(new Set(rows.map(({ item }) => item))).toEqual(new Set(items))
  expect(rows.every(({ grossImpressions }) => grossImpressions === 1)).toBe(true)
})

test('a conversion keeps its amount to the last place, a refund its sign, and what was not said stays unsaid', async () => {
  const amounts = ['123456789012.3456', '-0.0001', '7', undefined]
  const events = amounts.map((value): Partial<Event> => {
    return {
      id: id(),
      type: 'conversion',
      occurredAt: NOON - 900,
      order: 'o',
      ...(value && { value, currency: 'EUR' }),
    }
  })
  await bench.append('a-0', record({ events }, { route: 'api', site: SITE }))
  await bench.load()
  const found = await Promise.all(events.map((event) => findEvent(bench.store, event.id!)))
  expect(found.map((one) => one?.value)).toEqual([123456789012.3456, -0.0001, 7, 0])
})
