// From log to answers, over a real log and a real engine.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { READER } from '../../src/loader/index.ts'
import { writeCheckpoint } from '../../src/log/index.ts'
import { books, findEvent, recentEvents, report, selfCheck } from '../../src/report/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const id = idMaker(1)
const outbox = id()
const token = tokenOf('list-1', ['emma', 'persuasion'])
const event = (type: Event['type'], item: string, more: Partial<Event> = {}): Partial<Event> => ({
  id: id(),
  type,
  item,
  occurredAt: NOON - 1_000,
  list: token,
  trusted: true,
  how: 'primary',
  via: 'fetch',
  ...more,
})

test('impressions and a click become figures by variant and position, with both rates', async () => {
  const events = [
    event('impression', 'emma'),
    event('impression', 'persuasion'),
    event('view', 'emma'),
    event('click', 'emma'),
  ]
  await bench.append('a-0', record({ outbox, events }))
  expect(await bench.load()).toMatchObject({ records: 1, events: 4, quarantined: 0 })
  const { rows, rules, watermark } = await report(bench.store, { site: SITE, by: ['variant', 'position'] })
  expect(rows).toMatchObject([
    {
      variant: 'similar-books',
      position: 1,
      impressions: 1,
      views: 1,
      clicks: 1,
      grossImpressions: 1,
      grossViews: 1,
      grossClicks: 1,
      invalidClicks: {},
      clickThroughRate: 1,
      listClickThroughRate: 1,
      conversions: 0,
      value: 0,
    },
    expect.objectContaining({ position: 2, impressions: 1, clicks: 0, clickThroughRate: 0, listClickThroughRate: 0 }),
  ])
  expect(rules).toBe(1)
  expect(watermark).toBe('2026-11-02T12:00:00.000Z')
})

test('copies of one event through two datacenters count once, and the one that was received first stays, in any order of loading', async () => {
  const click = event('click', 'emma')
  const copy = (log: string, receivedAt: number, retries: number): Promise<void> =>
    bench.append(log, record({ outbox, events: [{ ...click, retries }] }, { receivedAt, datacenter: log[0]! }))
  await copy('b-0', NOON + 5_000, 1)
  await bench.load()
  await copy('a-0', NOON, 0)
  await bench.load()
  await copy('b-0', NOON + 9_000, 2)
  await bench.load()
  const story = await findEvent(bench.store, click.id!)
  expect(story).toMatchObject({
    id: click.id,
    verdict: 'counted',
    datacenter: 'a',
    receivedAt: '2026-11-02T12:00:00.000Z',
  })
  expect(story?.copies.map(({ datacenter, retries }) => `${datacenter}${retries}`)).toEqual(['a0', 'b1', 'b2'])
  expect((await report(bench.store, { site: SITE })).rows).toMatchObject([{ clicks: 1, grossClicks: 1 }])
  expect(await books(bench.store, { site: SITE })).toEqual({
    received: 3,
    counted: 1,
    duplicate: 2,
    invalid: {},
    quarantined: 0,
    erased: 0,
    balanced: true,
  })
  expect(await recentEvents(bench.store, { site: SITE, limit: 5 })).toMatchObject([
    { id: click.id, verdict: 'counted', datacenter: 'a', copies: 3, occurredAt: '2026-11-02T11:59:59.010Z' },
  ])
  expect(await recentEvents(bench.store, { site: SITE, type: 'click' })).toHaveLength(1)
  expect(await recentEvents(bench.store, { site: SITE, type: 'view' })).toEqual([])
})

test('every received thing is in the books: forged, unreadable, of no site and of an unknown version', async () => {
  await bench.append(
    'a-0',
    record({
      outbox,
      events: [event('click', 'emma'), event('click', 'emma', { list: `${token}x` }), { id: 'nonsense' }],
    }),
    record({ site: 'nobody', events: [event('click', 'emma')] }),
    record({ v: 2 as 1, events: [] }),
    Buffer.from('no record at all'),
  )
  await bench.load()
  const all = await books(bench.store, {})
  expect(all).toEqual({
    received: 6,
    counted: 1,
    duplicate: 0,
    invalid: { forged: 1 },
    quarantined: 4,
    erased: 0,
    balanced: true,
  })
  expect(await books(bench.store, { site: SITE })).toMatchObject({ received: 3, quarantined: 1, balanced: true })
  expect(await selfCheck(bench.store)).toEqual({ unaccounted: 0, unmatched: 0 })
  expect((await report(bench.store, { site: SITE })).rows).toMatchObject([
    { clicks: 1, grossClicks: 2, invalidClicks: { forged: 1 }, clickThroughRate: null },
  ])
})

test('loading everything again from the start changes nothing', async () => {
  for (let i = 0; i < 20; i++)
    await bench.append('a-0', record({ outbox, events: [event('impression', 'emma'), event('click', 'emma')] }))
  await bench.load()
  const before = [await books(bench.store, {}), await report(bench.store, { site: SITE, by: ['item'] })]
  writeCheckpoint(join(bench.folder, 'log/a-0'), READER, 0)
  expect(await bench.load()).toMatchObject({ records: 20 })
  expect([await books(bench.store, {}), await report(bench.store, { site: SITE, by: ['item'] })]).toEqual(before)
})

test('hostile names are values and never part of a statement', async () => {
  const item = "x'); DROP TABLE events; -- \\ {sites:String} \u0000\n\t`"
  const hostile = tokenOf("l'", [item], { placement: "p' OR 1=1", variant: '/*{by}*/' })
  await bench.append(
    'a-0',
    record({ outbox, events: [event('impression', item, { list: hostile, visitor: '\ud800' })] }),
  )
  await bench.load()
  const { rows } = await report(bench.store, { site: SITE, by: ['item', 'placement', 'variant'] })
  expect(rows).toMatchObject([{ item, placement: "p' OR 1=1", variant: '/*{by}*/', impressions: 1 }])
  expect((await report(bench.store, { site: "' OR '1'='1" })).rows).toMatchObject([
    { impressions: 0, clickThroughRate: null },
  ])
  await expect(report(bench.store, { site: SITE, by: ["item' OR 1"] })).rejects.toMatchObject({
    code: 'DIMENSION_UNKNOWN',
  })
})

test('the self-check notices an event that is missing and one that nobody brought', async () => {
  await bench.append('a-0', record({ outbox, events: [event('click', 'emma')] }))
  await bench.load()
  await bench.store.run('eraseRows', { site: SITE }, { table: 'events', subject: 'site = {site:String}' })
  expect(await books(bench.store, {})).toMatchObject({ duplicate: 1 })
  expect(await selfCheck(bench.store)).toEqual({ unaccounted: 0, unmatched: 1 })
  await bench.store.run('eraseRows', { site: SITE }, { table: 'copies', subject: 'site = {site:String}' })
  expect(await selfCheck(bench.store)).toEqual({ unaccounted: 1, unmatched: 0 })
})
