// Retention by schedule: what is too old goes, by site, with proof; what stays is whole, and earlier ranges are refused.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/cli/config.ts'
import { retain } from '../../src/cli/retention.ts'
import { PROBE_SITE } from '../../src/event/index.ts'
import { defaultContext, drain } from '../../src/loader/index.ts'
import { books, report } from '../../src/report/index.ts'
import { Rebuilder } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const DAY = 86_400_000
const NOW = NOON + 100 * DAY
const clock = { now: () => NOW, monotonic: () => 0 }
const id = idMaker(8)

function click(site: string, at: number): Buffer {
  const list = tokenOf(`l${at}`, ['emma'], { t: at / 1000 })
  const event = { id: id(at), type: 'click' as const, occurredAt: at, item: 'emma', list }
  return record({ site, outbox: id(at), sentAt: at, events: [event] }, { receivedAt: at })
}

test('each site keeps its own days; what went is proved, later events stay, and the books and rolled-up tables agree', async () => {
  const days = [0, 20, 45, 80]
  for (const site of [SITE, 'papershop'])
    for (const day of days) await bench.append('a-0', click(site, NOON + day * DAY))
  await drain({ ...bench.options, siteOf: () => defaultContext })
  await new Rebuilder(bench.store).all()
  const config = readConfig(undefined, {}, { retentionDays: 60, [`sites.papershop.retentionDays`]: 90 })
  const proofs = await retain(bench.store, config, [SITE, 'papershop'], clock)
  expect(proofs.map(({ site, kind, events, left }) => ({ site, kind, events, left }))).toEqual([
    { site: SITE, kind: 'before', events: 2, left: 0 },
    { site: 'papershop', kind: 'before', events: 1, left: 0 },
  ])
  const clicks = async (site: string): Promise<number | undefined> =>
    (await report(bench.store, { site })).rows[0]?.grossClicks
  for (const round of ['live', 'built']) {
    expect([await clicks(SITE), await clicks('papershop')], round).toEqual([2, 3])
    await new Rebuilder(bench.store).all()
  }
  expect(await books(bench.store, { site: SITE })).toMatchObject({ received: 2, balanced: true })
  const early = { site: SITE, from: new Date(NOON + 10 * DAY).toISOString() }
  await expect(report(bench.store, early)).rejects.toMatchObject({ code: 'RANGE_ERASED' })
  expect(await retain(bench.store, config, [SITE, 'papershop'], clock)).toEqual([])
})

test('without a setting nothing goes, and less than an outbox keeps is refused as a mistake', async () => {
  expect(await retain(bench.store, readConfig(undefined), [SITE], clock)).toEqual([])
  expect(() => readConfig(undefined, {}, { retentionDays: 30 })).toThrow(/retentionDays/)
})

test('synthetic clicks go after five weeks without a setting, and questions about all sites do not notice', async () => {
  for (const site of [SITE, PROBE_SITE])
    for (const day of [10, 90]) await bench.append('a-0', click(site, NOON + day * DAY))
  await drain({ ...bench.options, siteOf: () => defaultContext })
  const proofs = await retain(bench.store, readConfig(undefined), [SITE], clock)
  expect(proofs.map(({ site, events, left }) => ({ site, events, left }))).toEqual([
    { site: PROBE_SITE, events: 1, left: 0 },
  ])
  const range = { from: new Date(NOON).toISOString() }
  expect((await report(bench.store, { ...range, site: '*' })).rows[0]?.grossClicks).toBe(2)
  await expect(report(bench.store, { ...range, site: PROBE_SITE })).rejects.toMatchObject({ code: 'RANGE_ERASED' })
})
