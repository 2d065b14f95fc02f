// M21: the loss that a test makes is the loss that is reported, through real logs, the loader and the engine.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event, EventType, Via } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { experiment, type LossQuery, type LossRow, loss } from '../../src/report/index.ts'
import { Rebuilder } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const HOUR = 3_600_000
const NOW = NOON + 24 * HOUR
const GECKO = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const id = idMaker(21)

/** A visit of an outbox: its events from `first` on, but for those in `missing`, received in one record. */
interface Visit {
  outbox: string
  at: number
  numbers: number[]
  /** When they happened, where that was long before they were sent. */
  occurredAt?: number
  via?: Via
  agent?: string
  dropped?: Partial<Record<EventType, number>>
  variant?: string
}
const upTo = (first: number, last: number, ...missing: number[]): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((n) => !missing.includes(n))

function visit({ outbox, at, numbers, occurredAt = at - 1000, via = 'fetch', agent, dropped, variant }: Visit): Buffer {
  const list = tokenOf(`list-${outbox}-${at}`, ['emma'], {
    t: occurredAt / 1000 - 60,
    ...(variant !== undefined && { variant }),
  })
  const events: Partial<Event>[] = numbers.map((n) => ({
    id: id(at),
    n,
    type: 'impression',
    item: 'emma',
    list,
    occurredAt,
    via,
  }))
  return record(
    { outbox, sentAt: at - 100, events, ...(dropped && { dropped }) },
    { receivedAt: at, ...(agent !== undefined && { agent }) },
  )
}

async function rows(query: Partial<LossQuery> = {}): Promise<LossRow[]> {
  await bench.load()
  const ask = async (): Promise<LossRow[]> => (await loss(bench.store, { site: SITE, now: NOW, ...query })).rows
  const live = await ask()
  // What is built says the same as the events themselves.
  await new Rebuilder(bench.store).all()
  expect(await ask()).toEqual(live)
  return live
}

test('gaps in the numbers are the loss, and lie inside its interval', async () => {
  const outbox = id(NOON - HOUR)
  await bench.append(
    'a-0',
    visit({ outbox, at: NOON, numbers: upTo(1, 60, 1, 17, 18) }),
    visit({ outbox, at: NOON + HOUR, numbers: upTo(62, 100) }),
    visit({ outbox, at: NOON + 2 * HOUR, numbers: [102] }),
  )
  const [row] = await rows()
  expect(row).toMatchObject({ expected: 101, seen: 96, outboxes: 1, pending: 0, dropped: 0, setAside: 0 })
  expect(row?.loss).toBeCloseTo(5 / 101, 9)
  expect(row?.low).toBeLessThan(5 / 101)
  expect(row?.high).toBeGreaterThan(5 / 101)
})

test('copies, through two datacenters and in any order, fill gaps once', async () => {
  const outbox = id(NOON - HOUR)
  const first = visit({ outbox, at: NOON, numbers: upTo(1, 10, 4) })
  const last = visit({ outbox, at: NOON + HOUR, numbers: [11] })
  await bench.append('a-0', last, first, first)
  await bench.append('b-0', first)
  expect((await rows())[0]).toMatchObject({ expected: 10, seen: 9 })
  await bench.append('b-0', visit({ outbox, at: NOON + 2 * HOUR, numbers: [4], occurredAt: NOON }))
  expect((await rows())[0]).toMatchObject({ expected: 10, seen: 10, loss: 0 })
})

test('no loss reads as 0 with an upper bound near three over the trials', async () => {
  for (let i = 0; i < 30; i++) {
    const outbox = id(NOON - HOUR)
    const visits = upTo(1, 10).map((n) => visit({ outbox, at: NOON + n * HOUR, numbers: [n] }))
    await bench.append('a-0', ...visits)
  }
  const [row] = await rows()
  expect(row).toMatchObject({ expected: 270, seen: 270, loss: 0, low: 0 })
  expect(row?.high).toBeGreaterThan(2.9 / 270)
  expect(row?.high).toBeLessThan(3.1 / 270)
})

test('what may still arrive is pending, not lost', async () => {
  const [once, lately] = [id(NOON), id(NOON)]
  await bench.append(
    'a-0',
    visit({ outbox: once, at: NOON, numbers: [1] }),
    visit({ outbox: once, at: NOON + 60_000, numbers: [3] }),
    visit({ outbox: lately, at: NOON, numbers: [1] }),
    visit({ outbox: lately, at: NOW - 60_000, numbers: [3] }),
  )
  // The first may have left 2 in its storage when it went; the second is sending at this moment.
  expect((await rows())[0]).toMatchObject({ expected: 0, seen: 0, loss: null, low: null, high: null, pending: 2 })
  // After 35 days no outbox keeps anything.
  expect((await rows({ now: NOW + 36 * 24 * HOUR }))[0]).toMatchObject({ expected: 4, seen: 2, pending: 0 })
})

test('what the tag dropped because of a cap stands apart', async () => {
  const outbox = id(NOON - HOUR)
  await bench.append(
    'a-0',
    visit({ outbox, at: NOON, numbers: upTo(1, 50, ...upTo(11, 20)), dropped: { impression: 4 } }),
    visit({ outbox, at: NOON + HOUR, numbers: [51], dropped: { impression: 6, view: 1 } }),
  )
  expect((await rows())[0]).toMatchObject({ expected: 43, seen: 40, dropped: 7 })
})

test('what was dropped is told at once, while the outbox may still send the rest', async () => {
  const outbox = id(NOW - HOUR)
  await bench.append(
    'a-0',
    visit({ outbox, at: NOW - 120_000, numbers: [1, 2, 9, 10], dropped: { impression: 2 } }),
    visit({ outbox, at: NOW - 60_000, numbers: [11], dropped: { impression: 4 } }),
  )
  expect((await rows())[0]).toMatchObject({ expected: 0, loss: null, dropped: 4, pending: 2 })
  const later = await rows({ now: NOW + 36 * 24 * HOUR })
  expect(later[0]).toMatchObject({ expected: 6, seen: 4, dropped: 4, pending: 0 })
})

test('by engine, transport and day, and the parts add up to the whole', async () => {
  const random = seeded(4)
  for (let i = 0; i < 60; i++) {
    const outbox = id(NOON - HOUR)
    let n = 1
    for (let day = 0; day < 4; day++) {
      const numbers = upTo(n, n + 4).filter(() => random() > (i % 2 ? 0.3 : 0.05))
      n += 5
      if (numbers.length === 0) continue
      const more = i % 2 ? { agent: GECKO, via: 'beacon' as const } : {}
      await bench.append('a-0', visit({ outbox, at: NOON + day * 24 * HOUR, numbers, ...more }))
    }
  }
  const now = NOON + 10 * 24 * HOUR
  const [whole] = await rows({ now })
  for (const by of [['engine'], ['via'], ['day'], ['engine', 'via', 'day']]) {
    const parts = await rows({ now, by })
    expect(parts.reduce((sum, row) => sum + row.expected, 0)).toBe(whole?.expected)
    expect(parts.reduce((sum, row) => sum + row.seen, 0)).toBe(whole?.seen)
  }
  const [blink, gecko] = await rows({ now, by: ['engine'] })
  expect([blink?.engine, gecko?.engine]).toEqual(['blink', 'gecko'])
  expect(blink?.high).toBeLessThan(gecko?.low ?? 0)
  expect((await rows({ now, by: ['day'], from: '2026-11-03', to: '2026-11-04' })).map((row) => row.day)).toEqual([
    '2026-11-03',
  ])
})

test('an outbox whose events name several engines stands under that of the first, whatever came in first', async () => {
  const outbox = id(NOON)
  // Two parts of the outbox, by time; the first of them names both. What the last record brought tells of no gap yet.
  const later = visit({ outbox, at: NOON + HOUR, numbers: upTo(21, 30), agent: GECKO })
  const second = visit({ outbox, at: NOON, numbers: upTo(11, 20), agent: GECKO })
  const first = visit({ outbox, at: NOON, numbers: upTo(1, 10, 4) })
  await bench.append('a-0', later, second, first)
  expect(await rows({ by: ['engine'] })).toMatchObject([{ engine: 'blink', expected: 20, seen: 19 }])
})

test('an outbox that makes up numbers is set aside and counted there, and a forger has no say', async () => {
  const [honest, wild] = [id(NOON), id(NOON)]
  const forged = record({
    outbox: id(NOON),
    events: [1, 900].map((n) => ({
      id: id(),
      n,
      type: 'impression',
      item: 'emma',
      list: 'v1.k1.e30.AAAA',
      occurredAt: NOON,
    })),
  })
  await bench.append(
    'a-0',
    visit({ outbox: honest, at: NOON, numbers: upTo(1, 10) }),
    visit({ outbox: honest, at: NOON + HOUR, numbers: [11] }),
    visit({ outbox: wild, at: NOON, numbers: [1, 4_000_000_000] }),
    visit({ outbox: wild, at: NOON + HOUR, numbers: [4_000_000_001] }),
    forged,
  )
  expect((await rows())[0]).toMatchObject({ expected: 10, seen: 10, setAside: 1 })
})

test('an outbox older than the time looked at does not testify about its youth', async () => {
  const outbox = id(NOON - 60 * 24 * HOUR)
  await bench.append(
    'a-0',
    visit({ outbox, at: NOON, numbers: upTo(501, 510, 505) }),
    visit({ outbox, at: NOON + HOUR, numbers: [511] }),
  )
  expect((await rows({ from: '2026-11-01' }))[0]).toMatchObject({ expected: 10, seen: 9 })
})

test('all sites can be asked at once', async () => {
  const outbox = id(NOON)
  await bench.append(
    'a-0',
    visit({ outbox, at: NOON, numbers: [1, 3] }),
    visit({ outbox, at: NOON + HOUR, numbers: [4] }),
  )
  expect((await rows({ site: '*', by: ['site'] }))[0]).toMatchObject({ site: SITE, expected: 3, seen: 2 })
})

test('loss cannot be split by what is known only of what arrived', async () => {
  await expect(rows({ by: ['item'] })).rejects.toMatchObject({ code: 'DIMENSION_UNKNOWN' })
})

test('the loss of an arm is that of the outboxes that were shown this arm and no other', async () => {
  const seen = (variant: string, ...missing: number[]): Buffer[] => {
    const outbox = id(NOON - HOUR)
    const numbers = upTo(1, 50, ...missing)
    return [numbers, [51]].map((part, n) => visit({ outbox, at: NOON + n * HOUR, numbers: part, variant }))
  }
  const both = id(NOON - HOUR)
  await bench.append(
    'a-0',
    ...seen('new', 7, 8, 20),
    ...seen('new', 9),
    ...seen('old'),
    visit({ outbox: both, at: NOON, numbers: [1, 40], variant: 'new' }),
    visit({ outbox: both, at: NOON + HOUR, numbers: [90], variant: 'old' }),
  )
  await bench.load()
  const ask = (more: object = {}): ReturnType<typeof experiment> => experiment(bench.store, { site: SITE, ...more })
  const { ratio } = await ask()
  const [fresh, old] = ratio.arms
  expect(fresh).toMatchObject({ variant: 'new', loss: { loss: 4 / 100, outboxes: 2 } })
  expect(old).toMatchObject({ variant: 'old', loss: { loss: 0, low: 0, outboxes: 1 } })
  expect(fresh!.loss!.high).toBeGreaterThan(0.04)
  // Elsewhere nobody was shown anything, so nobody testifies.
  expect((await ask({ withoutLoss: true })).ratio.arms.map((arm) => arm.loss)).toEqual([null, null])
  const elsewhere = await loss(bench.store, { site: SITE, arm: { variant: 'new', placement: 'elsewhere' } })
  expect(elsewhere.rows[0]).toMatchObject({ outboxes: 0, loss: null })
})
