// What happens to stored events later: replays from quarantine, new verdicts, erasure, backup.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import {
  countQuarantine,
  defaultContext,
  drain,
  listQuarantine,
  purgeQuarantine,
  READER,
  rejudge,
  replayQuarantine,
  showQuarantined,
} from '../../src/loader/index.ts'
import { readCheckpoint, writeCheckpoint } from '../../src/log/index.ts'
import { books, findEvent, report, restatements } from '../../src/report/index.ts'
import { backup, erase, openStore, restore } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const id = idMaker(3)
const token = tokenOf('list-1', ['emma', 'persuasion'])
const event = (type: Event['type'], more: Partial<Event> = {}): Partial<Event> => ({
  id: id(),
  type,
  item: 'emma',
  occurredAt: NOON - 1_000,
  list: token,
  trusted: true,
  ...more,
})

test('records of an unknown site wait in quarantine; once the site is there a replay counts each event once', async () => {
  const body = record({
    outbox: id(),
    site: 'newsite',
    events: [event('click'), event('click', { item: 'persuasion' }), { id: 'x' }],
  })
  await bench.append('a-0', body, record({ outbox: id(), events: [event('impression')] }))
  await bench.load()
  expect(await countQuarantine(bench.store)).toEqual([{ code: 'SITE_UNKNOWN', held: 1 }])
  const [held] = await listQuarantine(bench.store)
  expect(held).toMatchObject({ log: 'a-0', sequence: 1, index: -1, code: 'SITE_UNKNOWN' })
  expect(await showQuarantined(bench.store, 'a-0', 1)).toEqual(body)
  expect(await books(bench.store, {})).toMatchObject({ received: 2, counted: 1, quarantined: 1, balanced: true })

  const siteOf = (): typeof defaultContext => defaultContext
  for (const round of [1, 2]) {
    const done = await replayQuarantine(bench.store, { ...bench.options, siteOf })
    expect(done).toMatchObject(round === 1 ? { records: 1, events: 2, held: 1 } : { records: 1, events: 0, held: 1 })
    expect(await books(bench.store, {})).toEqual({
      received: 4,
      counted: 1,
      duplicate: 0,
      invalid: { forged: 2 },
      quarantined: 1,
      erased: 0,
      balanced: true,
    })
  }
  await purgeQuarantine(bench.store, {}, NOON + 1)
  expect(await countQuarantine(bench.store)).toEqual([])
  await expect(showQuarantined(bench.store, 'a-0', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await books(bench.store, {})).toMatchObject({ received: 4, quarantined: 1, balanced: true })
})

test('history is judged again under new settings: the old verdict and figure stay, and the difference is a restatement', async () => {
  const click = event('click')
  const own = event('click', { item: 'persuasion' })
  await bench.append(
    'a-0',
    record({ outbox: id(), events: [click] }, { origin: 'https://evil.example' }),
    record({ outbox: id(), events: [own] }, { origin: 'https://shop.example' }),
  )
  await bench.load()
  expect((await report(bench.store, { site: SITE })).rows).toMatchObject([{ clicks: 2 }])
  const context = { ...defaultContext, origins: ['https://shop.example'] }
  const siteOf = (site: string): typeof context | undefined => (site === SITE ? context : undefined)
  const progress: number[] = []
  const options = { store: bench.store, siteOf, from: 0, to: NOON + 1, onProgress: () => progress.push(1) }
  expect(await rejudge(options)).toMatchObject({ judged: 2, changed: 1, finished: true })
  expect(progress.length).toBeGreaterThan(0)
  expect((await report(bench.store, { site: SITE })).rows).toMatchObject([
    { clicks: 1, grossClicks: 2, invalidClicks: { foreign_origin: 1 } },
  ])
  expect(await findEvent(bench.store, click.id!)).toMatchObject({
    verdict: 'foreign_origin',
    earlierVerdicts: [{ reasons: [], rules: 1 }],
  })
  expect(await restatements(bench.store, { site: SITE })).toEqual([
    expect.objectContaining({ site: SITE, day: '2026-11-02', type: 'click', netBefore: 2, netAfter: 1, gross: 2 }),
  ])
  expect(await rejudge(options)).toMatchObject({ judged: 2, changed: 0 })
  // The new verdict is on the copy that came first, so later copies don't bring the old one back.
  await bench.append('b-0', record({ outbox: id(), events: [click] }, { receivedAt: NOON + 5_000 }))
  await drain({ ...bench.options, siteOf })
  expect(await findEvent(bench.store, click.id!)).toMatchObject({ verdict: 'foreign_origin' })
  expect(await books(bench.store, { site: SITE })).toMatchObject({
    received: 3,
    counted: 1,
    duplicate: 1,
    balanced: true,
  })
})

test("a visitor's events go for good, with a proof; a replay of the log does not bring them back, and the books balance", async () => {
  const theirs = event('click', { visitor: "v'1" })
  const others = event('click', { visitor: 'v2', item: 'persuasion' })
  await bench.append(
    'a-0',
    record({ outbox: id(), events: [theirs, others] }),
    record({ outbox: id(), events: [theirs] }),
  )
  await bench.load()
  const proof = await erase(bench.store, { kind: 'visitor', site: SITE, visitor: "v'1" })
  expect(proof).toMatchObject({ events: 1, copies: 2, left: 0 })
  expect(JSON.stringify(await bench.store.select('listErasures'))).not.toContain("v'1")
  const after = { received: 3, counted: 1, duplicate: 0, quarantined: 0, erased: 2, balanced: true }
  expect(await books(bench.store, { site: SITE })).toMatchObject(after)
  writeCheckpoint(join(bench.folder, 'log/a-0'), READER, 0)
  await bench.load()
  expect(await findEvent(bench.store, theirs.id!)).toBeUndefined()
  expect(await findEvent(bench.store, others.id!)).toMatchObject({ verdict: 'counted' })
  expect(await books(bench.store, { site: SITE })).toMatchObject(after)
})

test('age takes whole events, later copies and all; what an outbox may still send is refused', async () => {
  const day = 86_400_000
  const now = NOON + 100 * day
  const clock = { now: () => now, monotonic: () => 0 }
  const old = event('click')
  const late = event('click', { item: 'persuasion' })
  await bench.append(
    'a-0',
    record({ outbox: id(), events: [old] }),
    record({ outbox: id(), events: [old, late] }, { receivedAt: NOON + 60 * day }),
  )
  await bench.load()
  const soon = { kind: 'before', before: now - day } as const
  await expect(erase(bench.store, soon, clock)).rejects.toMatchObject({ code: 'INPUT' })
  await erase(bench.store, { kind: 'before', before: NOON + day }, clock)
  expect(await findEvent(bench.store, old.id!)).toBeUndefined()
  expect(await books(bench.store, { site: SITE })).toMatchObject({
    received: 2,
    invalid: { expired: 1 },
    duplicate: 1,
    balanced: true,
  })
  expect(await erase(bench.store, { kind: 'site', site: SITE }, clock)).toMatchObject({
    events: 1,
    copies: 2,
    records: 1,
    left: 0,
  })
  expect(await books(bench.store, {})).toMatchObject({ received: 0, balanced: true })
})

test('a backup restores to the same answers, and the log brings what came after it', async () => {
  await bench.append(
    'a-0',
    record({ outbox: id(), events: [event('impression'), event('click')] }),
    Buffer.from('no record'),
  )
  await bench.load()
  const folder = join(bench.folder, 'backup')
  const manifest = await backup(
    bench.store,
    folder,
    () => ({ 'a-0': readCheckpoint(join(bench.folder, 'log/a-0'), READER) }),
    NOON,
  )
  expect(manifest).toMatchObject({
    checkpoints: { 'a-0': 2 },
    tables: { events: { rows: 2 }, quarantine: { rows: 1 } },
  })
  const before = [await books(bench.store, {}), await report(bench.store, { site: SITE, by: ['item'] })]
  await bench.append('a-0', record({ outbox: id(), events: [event('click', { item: 'persuasion' })] }))
  const other = await openStore({ folder: join(bench.folder, 'other') })
  try {
    await restore(other, folder)
    expect([await books(other, {}), await report(other, { site: SITE, by: ['item'] })]).toEqual(before)
    await drain({ ...bench.options, store: other })
    expect(await books(other, {})).toMatchObject({ received: 4, counted: 3, balanced: true })
    writeFileSync(join(folder, 'events.native'), 'x')
    await expect(restore(other, folder)).rejects.toMatchObject({ code: 'INPUT' })
  } finally {
    await other.close()
  }
})
