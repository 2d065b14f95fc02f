// The measurement rules that are decided after the page, one test a rule, through real logs, the loader and the engine.
// What the page decides (M1, M6 to M8, M13 to M16) is tested in real browsers; `docs/reference/rules.md` says where.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event, Stamp } from '../../src/event/index.ts'
import { type Context, dataCentreList, defaultContext, drain } from '../../src/loader/index.ts'
import { books, findEvent, loss, type ReportRow, report } from '../../src/report/index.ts'
import { Bench, CHROME, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const HOUR = 3_600_000
const id = idMaker(99)
const token = tokenOf('list-1', ['emma', 'persuasion'])
const event = (more: Partial<Event> = {}): Partial<Event> => ({
  id: id(),
  type: 'click',
  item: 'emma',
  occurredAt: NOON - 1_000,
  list: token,
  trusted: true,
  ...more,
})

interface Sent {
  event?: Partial<Event>
  stamp?: Partial<Stamp>
  sentAt?: number
  consent?: boolean
}

/** Send each event by itself, from an outbox of its own; load under a site's settings. */
async function count(sent: Sent[], context: Partial<Context> = {}): Promise<ReportRow> {
  for (const { event: one = event(), stamp, sentAt, consent } of sent)
    await bench.append(
      'a-0',
      record(
        {
          outbox: id(),
          events: [one],
          ...(sentAt !== undefined && { sentAt }),
          ...(consent !== undefined && { consent }),
        },
        stamp,
      ),
    )
  await drain({ ...bench.options, siteOf: (site) => (site === SITE ? { ...defaultContext, ...context } : undefined) })
  return (await report(bench.store, { site: SITE })).rows[0]!
}

test('M2: without a token of ours, or for an item that was not served, a click is net 0 and invalid with the reason', async () => {
  const noToken = event()
  delete noToken.list
  const row = await count([
    { event: noToken },
    { event: event({ item: 'dracula' }) },
    { event: event({ list: `${token.slice(0, -4)}AAAA` }) },
    { event: event({ list: 'nonsense' }) },
    { event: event({ list: tokenOf('old', ['emma'], { t: NOON / 1000 - 90_000 }) }) },
  ])
  expect(row).toMatchObject({
    clicks: 0,
    grossClicks: 5,
    invalidClicks: { no_token: 1, not_in_list: 1, forged: 1, malformed: 1, expired: 1 },
  })
})

test('M3: ten timer renders of one list in one outbox are one impression an item', async () => {
  const outbox = id()
  for (let i = 0; i < 10; i++) {
    const events = ['emma', 'persuasion'].map((item) =>
      event({ type: 'impression', item, occurredAt: NOON - i * 1000 }),
    )
    await bench.append('a-0', record({ outbox, events }))
  }
  expect(await count([])).toMatchObject({ impressions: 2, grossImpressions: 20, invalidImpressions: { repeat: 18 } })
})

test('M4: bots, non-browsers, data centres, hidden placements and implausible rates are kept and labelled', async () => {
  const outbox = id()
  const lists = Array.from({ length: 61 }, (_, i) => tokenOf(`fast-${i}`, ['emma']))
  await bench.append(
    'a-0',
    record({ outbox, events: lists.map((list, i) => event({ list, occurredAt: NOON - 50_000 + i * 100 })) }),
  )
  const row = await count(
    [
      { stamp: { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' } },
      { stamp: { agent: 'Dalvik/2.1.0 (Linux; U; Android 9)' } },
      { stamp: { address: '198.51.100.0/24' } },
      { event: event({ hidden: true }) },
      {},
    ],
    { dataCentre: dataCentreList('198.51.100.0/22') },
  )
  expect(row).toMatchObject({
    clicks: 1,
    grossClicks: 66,
    invalidClicks: { bot: 1, non_browser: 1, data_centre: 1, hidden: 1, rate: 61 },
  })
})

test('M5 and M6: what was fetched ahead or while prerendering is 0, by the standard header and by each old one', async () => {
  const purposes = ['prefetch', 'prefetch;prerender', 'prefetch;anonymous-client-ip', 'preview', 'instant']
  const head: Sent = { event: event({ type: 'impression' }), stamp: { route: 'pixel', method: 'HEAD' } }
  const row = await count([...purposes.map((purpose) => ({ stamp: { purpose } })), head])
  expect(row).toMatchObject({ clicks: 0, grossClicks: 5, invalidClicks: { prefetch: 5 } })
  expect(row.invalidImpressions).toEqual({ prefetch: 1 })
})

test('M9: gross is net and every reason, for each type of event', async () => {
  const row = await count([
    ...(['impression', 'view', 'click'] as const).flatMap((type) => [
      { event: event({ type }) },
      { event: event({ type, item: 'dracula' }) },
      { event: event({ type }), stamp: { agent: 'curl/8.5.0' } },
      { event: event({ type }), stamp: { purpose: 'prefetch' } },
    ]),
    { event: event({ trusted: false }) },
  ])
  const sum = (invalid: Record<string, number>): number => Object.values(invalid).reduce((a, b) => a + b, 0)
  expect(row.grossImpressions).toBe(row.impressions + sum(row.invalidImpressions))
  expect(row.grossViews).toBe(row.views + sum(row.invalidViews))
  expect(row.grossClicks).toBe(row.clicks + sum(row.invalidClicks))
  expect([row.grossImpressions, row.grossViews, row.grossClicks]).toEqual([4, 4, 5])
  expect(await books(bench.store, { site: SITE })).toMatchObject({ received: 13, counted: 3, balanced: true })
})

test('M12: a thousand copies of a click are one, for ever; two clicks 2 s apart are gross 2 and net 1', async () => {
  const click = event()
  for (let i = 0; i < 1000; i += 100) {
    const copies = Array.from({ length: 100 }, (_, j) =>
      record({ outbox: id(), events: [click] }, { receivedAt: NOON + (i + j) * 86_400_000 }),
    )
    await bench.append(i % 200 ? 'a-0' : 'b-0', ...copies)
  }
  expect(await count([])).toMatchObject({ clicks: 1, grossClicks: 1 })
  const outbox = id()
  const events = [0, 2_000].map((ms) => event({ item: 'persuasion', occurredAt: NOON - 60_000 + ms }))
  await bench.append('a-0', record({ outbox, events }))
  expect(await count([])).toMatchObject({ clicks: 2, grossClicks: 3, invalidClicks: { repeat: 1 } })
  expect(await books(bench.store, { site: SITE })).toMatchObject({ received: 1002, duplicate: 999, balanced: true })
})

test('M12: the repeat window is the one that the site publishes', async () => {
  const outbox = id()
  const events = [0, 2_000].map((ms) => event({ occurredAt: NOON - 60_000 + ms }))
  await bench.append('a-0', record({ outbox, events }))
  expect(await count([], { repeatWindowMs: 1_000 })).toMatchObject({ clicks: 2, invalidClicks: {} })
})

test('M14: a click that a script made is kept as untrusted', async () => {
  const unsaid = event()
  delete unsaid.trusted
  const row = await count([{ event: event({ trusted: false }) }, { event: unsaid }])
  expect(row).toMatchObject({ clicks: 0, grossClicks: 2, invalidClicks: { untrusted: 2 } })
})

test('M17: two rates, both named, agree with a table worked by hand', async () => {
  const [one, two, three] = ['x', 'y', 'z'].map((list) => tokenOf(list, ['emma', 'persuasion']))
  const seen = [one, two, three].flatMap((list) =>
    ['emma', 'persuasion'].map((item) => ({ event: event({ type: 'impression' as const, list: list!, item }) })),
  )
  // Six items seen in three lists; the first list is clicked twice, the second once.
  const clicks = [
    { event: event({ list: one!, item: 'emma' }) },
    { event: event({ list: one!, item: 'persuasion' }) },
    { event: event({ list: two!, item: 'emma' }) },
  ]
  expect(await count([...seen, ...clicks])).toMatchObject({
    clickThroughRate: 3 / 6,
    listClickThroughRate: 2 / 3,
    lists: 3,
    clickedLists: 2,
  })
})

test('M18: what waited out an outage of six hours lands in its own hour, flagged late, with both times kept', async () => {
  const click = event({ list: tokenOf('waited', ['emma']), occurredAt: NOON })
  const receivedAt = NOON + 6 * HOUR
  await count([{ event: click, sentAt: receivedAt - 50, stamp: { receivedAt } }])
  const { rows } = await report(bench.store, { site: SITE, by: ['hour'] })
  expect(rows).toMatchObject([{ hour: '2026-11-02T12:00+00:00', clicks: 1, lateShare: 1 }])
  expect(await findEvent(bench.store, click.id!)).toMatchObject({ verdict: 'counted', late: true })
})

test('M19: clocks in 1970 and in 2100 count once, at the corrected time, flagged skewed; a resend meets its first copy', async () => {
  const list = tokenOf('skewed', ['emma'])
  const clocks = [0, 4_102_444_800_000].map((clock) => ({ clock, click: event({ list, occurredAt: clock }) }))
  const sent = clocks.flatMap(({ clock, click }) => [
    { event: click, sentAt: clock + 5_000 },
    { event: click, sentAt: clock + 65_000, stamp: { receivedAt: NOON + 60_000, datacenter: 'b' } },
  ])
  expect(await count(sent)).toMatchObject({ clicks: 2, grossClicks: 2 })
  for (const { click } of clocks)
    expect(await findEvent(bench.store, click.id!)).toMatchObject({
      at: new Date(NOON - 5_000).toISOString(),
      skewed: true,
    })
})

test('M20: where a site requires consent, only a visitor who agreed counts; GPC alone takes nothing away', async () => {
  const row = await count([{ consent: true }, { consent: false }, {}, { consent: true, stamp: { gpc: true } }], {
    consentRequired: true,
  })
  expect(row).toMatchObject({ clicks: 2, grossClicks: 4, invalidClicks: { no_consent: 2 } })
})

test('M20: where a site does not, GPC alone takes nothing away', async () => {
  expect(await count([{ stamp: { gpc: true } }])).toMatchObject({ clicks: 1 })
})

test('M21: the loss that is made is the loss that is stated, inside its interval', async () => {
  let made = 0
  let given = 0
  for (let box = 0; box < 40; box++) {
    const outbox = id(NOON - HOUR)
    for (let visit = 0; visit < 5; visit++) {
      const numbers = [1, 2, 3, 4].map((n) => visit * 4 + n)
      const isLost = visit < 4 && (box * 5 + visit) % 23 === 0
      if (visit < 4) given += 4
      if (isLost) made += 4
      else {
        const at = NOON + visit * HOUR
        const list = tokenOf(`${box}-${visit}`, ['emma'], { t: at / 1000 - 60 })
        const events = numbers.map((n) => event({ type: 'impression', n, list, occurredAt: at - 1000 }))
        await bench.append('a-0', record({ outbox, events }, { receivedAt: at, agent: CHROME }))
      }
    }
  }
  await count([])
  const [row] = (await loss(bench.store, { site: SITE, now: NOON + 100 * HOUR })).rows
  expect([row?.expected, row?.seen]).toEqual([given, given - made])
  expect(row?.loss).toBeCloseTo(made / given, 12)
  expect(row?.low).toBeLessThan(made / given)
  expect(row?.high).toBeGreaterThan(made / given)
})
