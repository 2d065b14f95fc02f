// Labels that depend on other events: the same set of events ends with the same labels, whatever the order of loading.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { books, findEvent, report } from '../../src/report/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const id = idMaker(2)
const outbox = id()
const token = tokenOf('list-1', ['emma', 'persuasion'])
const event = (type: Event['type'], occurredAt: number, more: Partial<Event> = {}): Partial<Event> => ({
  id: id(),
  type,
  item: 'emma',
  occurredAt,
  list: token,
  trusted: true,
  ...more,
})
const send = (log: string, events: Partial<Event>[], receivedAt = NOON, box = outbox): Promise<void> =>
  bench.append(log, record({ outbox: box, sentAt: receivedAt, events }, { receivedAt, addressHash: 'h1' }))
const clicksNow = async (): Promise<unknown> => {
  const [row] = (await report(bench.store, { site: SITE })).rows
  return { net: row?.clicks, gross: row?.grossClicks, invalid: row?.invalidClicks }
}

test('two clicks 2 s apart on one item are gross 2 and net 1; a third, half an hour after the second, counts', async () => {
  const start = NOON - 7_200_000
  await send('a-0', [event('click', start), event('click', start + 2_000)])
  await bench.load()
  expect(await clicksNow()).toEqual({ net: 1, gross: 2, invalid: { repeat: 1 } })
  await send('a-0', [event('click', start + 2_000 + 1_800_000)])
  await bench.load()
  expect(await clicksNow()).toEqual({ net: 2, gross: 3, invalid: { repeat: 1 } })
})

test('ten renders of one list are one impression an item, and another outbox has its own', async () => {
  for (let i = 0; i < 10; i++) await send('a-0', [event('impression', NOON - 10_000 + i)])
  await send('a-0', [event('impression', NOON)], NOON, id())
  await bench.load()
  const { rows } = await report(bench.store, { site: SITE })
  expect(rows).toMatchObject([{ impressions: 2, grossImpressions: 11 }])
  expect(await books(bench.store, { site: SITE })).toMatchObject({ counted: 2, invalid: { repeat: 9 }, balanced: true })
})

test('an earlier click that arrives later takes the place of the one that counted', async () => {
  const early = event('click', NOON - 60_000)
  const late = event('click', NOON - 30_000)
  await send('a-0', [late])
  await bench.load()
  expect(await findEvent(bench.store, late.id!)).toMatchObject({ verdict: 'counted' })
  await send('b-0', [early], NOON + 3_600_000)
  await bench.load()
  expect(await findEvent(bench.store, late.id!)).toMatchObject({ verdict: 'repeat' })
  expect(await findEvent(bench.store, early.id!)).toMatchObject({ verdict: 'counted' })
})

test("a bot's click hides no person's", async () => {
  const person = event('click', NOON - 5_000)
  await bench.append(
    'a-0',
    record({ outbox, sentAt: NOON, events: [event('click', NOON - 6_000)] }, { agent: 'Googlebot/2.1' }),
    record({ outbox, sentAt: NOON, events: [person] }),
  )
  await bench.load()
  expect(await findEvent(bench.store, person.id!)).toMatchObject({ verdict: 'counted' })
})

test('61 clicks of one outbox in one minute are all implausible; taking one copy away by an earlier bot copy clears them again', async () => {
  const lists = Array.from({ length: 61 }, (_, i) => tokenOf(`many-${i}`, ['emma']))
  const clicks = lists.map((list, i) => event('click', NOON - 50_000 + i * 100, { list }))
  await send('a-0', clicks.slice(0, 60))
  await bench.load()
  expect(await clicksNow()).toEqual({ net: 60, gross: 60, invalid: {} })
  await send('a-0', clicks.slice(60))
  await bench.load()
  expect(await clicksNow()).toEqual({ net: 0, gross: 61, invalid: { rate: 61 } })
  const receivedAt = NOON - 1_000
  await bench.append(
    'b-0',
    record({ outbox, sentAt: receivedAt, events: [clicks[7]!] }, { receivedAt, agent: 'Googlebot/2.1' }),
  )
  await bench.load()
  expect(await clicksNow()).toEqual({ net: 60, gross: 61, invalid: { bot: 1 } })
})

const seed = Number(process.env.WAYSIDE_SEED ?? 11)
test(`any order of loading, with copies, ends with the same labels (WAYSIDE_SEED=${seed})`, async () => {
  const random = seeded(seed)
  const boxes = [id(), id()]
  const tokens = [token, tokenOf('list-2', ['emma', 'persuasion'])]
  const sent = Array.from({ length: 120 }, (_, i) => ({
    receivedAt: NOON + i * 1_000,
    box: boxes[i % 2]!,
    event: event(random() < 0.5 ? 'click' : 'impression', NOON - 9_000_000 + Math.floor(random() * 9_000_000), {
      list: tokens[Math.floor(random() * 2)]!,
      item: random() < 0.5 ? 'emma' : 'persuasion',
    }),
  }))
  const labels: unknown[] = []
  for (let round = 0; round < 2; round++) {
    const order = round === 0 ? sent : [...sent, ...sent].sort(() => random() - 0.5)
    for (let at = 0; at < order.length; at += 40) {
      for (const { event, receivedAt, box } of order.slice(at, at + 40)) await send('a-0', [event], receivedAt, box)
      await bench.load()
    }
    const verdicts: unknown[] = []
    for (const { event } of sent) verdicts.push((await findEvent(bench.store, event.id!))?.verdict)
    labels.push(verdicts)
    if (round === 0) {
      await bench.close()
      bench = await new Bench().open()
    }
  }
  expect(labels[1]).toEqual(labels[0])
  expect(new Set(labels[0] as string[])).toEqual(new Set(['counted', 'repeat']))
}, 120_000)
