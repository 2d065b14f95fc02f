// What a client cannot do, whatever ids, clocks, sites, agents and tokens it makes up: make partitions, or memory grow without bound.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { books } from '../../src/report/index.ts'
import { openChdb } from '../../src/store/chdb/driver.ts'
import { Bench, record, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const LOADS = 6
const RECORDS = 400
const CLOCKS = [0, -1, 1, 8.64e15, -8.64e15, 1e300, -1e300, 2 ** 53, 2 ** 63, Date.UTC(1601, 0), Date.UTC(9999, 11, 31)]

test('ids and clocks of a liar make no partition and no more parts than as many rows of an honest page, and its copies meet', async () => {
  const random = seeded(7)
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  const anyId = (): string => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`
  const extremes = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  let sent = 0
  const distinct = new Set<string>()
  for (let load = 0; load < LOADS; load++) {
    for (let i = 0; i < RECORDS; i++) {
      const events = Array.from({ length: 5 }, (_, n): Partial<Event> => {
        const id = n === 0 ? extremes[i % 2]! : anyId()
        distinct.add(id)
        const occurredAt = CLOCKS[Math.floor(random() * CLOCKS.length)]!
        return {
          id,
          n: 1 + Math.floor(random() * 2 ** 53),
          type: 'click',
          item: hex(6),
          occurredAt,
          list: `v1.k1.${hex(8)}.${hex(22)}`,
        }
      })
      sent += events.length
      const sentAt = CLOCKS[i % CLOCKS.length]!
      await bench.append(
        'a-0',
        record({ outbox: anyId(), sentAt, events }, { agent: `Mozilla/5.0 (${hex(30)})`, address: `${hex(4)}::/48` }),
      )
    }
    await bench.load()
  }
  expect(await books(bench.store, {})).toMatchObject({
    received: sent,
    duplicate: sent - distinct.size,
    balanced: true,
  })
  await bench.store.close()
  const driver = await openChdb(join(bench.folder, 'store'))
  try {
    const parts = await driver.query<{ table: string; partitions: number; parts: number }>(
      'SELECT table, uniqExact(partition) AS partitions, count() AS parts FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table',
    )
    expect(parts.map(({ table }) => table)).toContain('events')
    for (const { table, partitions, parts: count } of parts) {
      expect(partitions, table).toBe(1)
      // A load makes one part of each table, and settling at most two more; merges only make fewer.
      expect(count, table).toBeLessThanOrEqual(3 * LOADS)
    }
  } finally {
    await driver.close()
    await bench.open()
  }
})

test('sites and lists that nobody configured are held as whole records, however many names there are', async () => {
  for (let i = 0; i < 300; i++)
    await bench.append(
      'a-0',
      record({ site: `made-up-${i}`, events: [{ id: '01935d6e-7c1a-7abc-8def-0123456789ab', type: 'click' }] }),
    )
  await bench.append(
    'a-0',
    record({
      events: [
        {
          id: '01935d6e-7c1a-7abc-8def-0123456789ab',
          type: 'click',
          item: 'x',
          occurredAt: 1,
          list: tokenOf('l', ['x']),
        },
      ],
    }),
  )
  expect(await bench.load()).toMatchObject({ records: 301, events: 1, quarantined: 300 })
  expect(await books(bench.store, {})).toMatchObject({ received: 301, quarantined: 300, balanced: true })
})
