// Rolled-up tables are what their events say, whatever happened in between: loads, copies, verdicts, erasures, crashes in the middle of a build.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { defaultContext, rejudge } from '../../src/loader/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { breakdown, type FeedEvent, feedPage, report } from '../../src/report/index.ts'
import { erase, Rebuilder, type Store } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
const HOUR = 3_600_000
const ITEMS = ['emma', 'persuasion', 'ulysses', 'middlemarch']

/** Random traffic: lists that several outboxes see, in several quarters of an hour; some of it forged, late, by other ids, or sold. */
function traffic(random: () => number): () => { log: string; body: Buffer } {
  const id = idMaker(Math.floor(random() * 1e9))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const lists = Array.from({ length: 12 }, (_, i) => {
    const items = ITEMS.slice(0, 2 + (i % 3))
    const t = NOON / 1000 - 60 - i * 700
    return tokenOf(`list-${i}`, items, { placement: pick(['basket', 'search']), variant: pick(['a', 'b']), t })
  })
  const outboxes = Array.from({ length: 8 }, () => id(NOON - 9 * HOUR))
  const sent: { log: string; body: Buffer }[] = []
  const event = (at: number): Partial<Event> => {
    const type = pick(['impression', 'impression', 'impression', 'view', 'click', 'conversion'] as const)
    const isForeign = random() < 0.1
    return {
      id: isForeign
        ? `${id(at).slice(9, 13)}${id(at).slice(0, 4)}-0000-4${id(at).slice(15, 18)}-8${id(at).slice(20)}`
        : id(at),
      type,
      item: pick(ITEMS),
      list: random() < 0.05 ? `${pick(lists)}x` : pick(lists),
      occurredAt: at,
      via: pick(['fetch', 'beacon']),
      visitor: pick(['ann', 'bob', 'cy']),
      ...(type === 'click' && { trusted: random() < 0.9, how: 'primary' }),
      ...(type === 'conversion' && random() < 0.8 && { value: '12.5', currency: pick(['EUR', 'USD']) }),
    }
  }
  return () => {
    if (sent.length > 0 && random() < 0.2) return { ...pick(sent), log: pick(['a-0', 'b-0']) }
    const receivedAt = NOON + Math.floor(random() * 6 * HOUR)
    const at = receivedAt - Math.floor(random() < 0.2 ? random() * 5 * HOUR : random() * 60_000)
    const events = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
      event(at + Math.floor(random() * 300_000) - 300_000),
    )
    const stamp = { receivedAt, country: pick(['DE', 'FR']) }
    const batch = { outbox: pick(outboxes), sentAt: receivedAt - 10, events }
    const one = { log: pick(['a-0', 'b-0']), body: record(batch as never, stamp) }
    sent.push(one)
    return one
  }
}

/** Every event, as the feed tells it: event by event, without any rolled-up table. */
async function eventsOf(store: Store): Promise<FeedEvent[]> {
  const all: FeedEvent[] = []
  for (let place = {}; ; ) {
    const page = await feedPage(store, place)
    all.push(...page.events.map(({ event }) => event))
    place = page.place
    if (page.isEnd) return all
  }
}

/** The same figures, added up by hand. */
function counted(events: readonly FeedEvent[], by: readonly string[]): Record<string, unknown> {
  const groups = Map.groupBy(events, (event) => JSON.stringify(by.map((name) => nameOf(event, name))))
  return Object.fromEntries(
    [...groups].map(([name, group]) => {
      const net = group.filter(({ verdict }) => verdict === 'counted')
      const of = (list: FeedEvent[], type: string): FeedEvent[] => list.filter((event) => event.type === type)
      const lists = (type: string): number => new Set(of(net, type).flatMap(({ list }) => list ?? [])).size
      const reasons = Map.groupBy(
        of(group, 'click').filter(({ verdict }) => verdict !== 'counted'),
        ({ verdict }) => verdict,
      )
      const worth: Record<string, number> = {}
      for (const { value = 0, currency = '' } of of(net, 'conversion'))
        if (value !== 0 || currency !== '') worth[currency || 'XXX'] = (worth[currency || 'XXX'] ?? 0) + value
      return [
        name,
        {
          impressions: of(net, 'impression').length,
          views: of(net, 'view').length,
          clicks: of(net, 'click').length,
          grossImpressions: of(group, 'impression').length,
          invalidClicks: Object.fromEntries([...reasons].map(([reason, some]) => [reason, some.length])),
          lists: lists('impression'),
          clickedLists: lists('click'),
          lateClicks: of(net, 'click').filter(({ late }) => late).length,
          conversions: of(net, 'conversion').length,
          valueByCurrency: worth,
        },
      ]
    }),
  )
}

function nameOf(event: FeedEvent, name: string): unknown {
  if (name === 'hour') return `${event.at.slice(0, 14)}00+00:00`
  if (name === 'day') return event.at.slice(0, 10)
  return (event as unknown as Record<string, unknown>)[name] ?? null
}

const SPLITS = [[], ['hour', 'item'], ['day', 'placement'], ['variant', 'country'], ['position'], ['item', 'device']]

async function check(store: Store, note: string): Promise<void> {
  const all = await eventsOf(store)
  const ranges = [{}, { from: '2026-11-02T11:07:30Z', to: '2026-11-02T14:59:59Z' }]
  for (const range of ranges) {
    const { from = '0', to = '9' } = range as { from?: string; to?: string }
    const within = all.filter(({ at }) => at >= from.replace('Z', '.000Z') && at < to.replace('Z', '.000Z'))
    for (const by of SPLITS) {
      const { rows } = await report(store, { site: SITE, ...range, by })
      const expected = counted(within, by)
      const named = Object.fromEntries(
        rows.map((row) => {
          const wanted = Object.keys(Object.values(expected)[0] ?? {})
          const figures = Object.fromEntries(
            wanted.map((name) => [name, (row as unknown as Record<string, unknown>)[name]]),
          )
          return [JSON.stringify(by.map((name) => (row as unknown as Record<string, unknown>)[name])), figures]
        }),
      )
      if (within.length > 0)
        expect(named, `seed ${SEED}, ${note}, by ${by.join()} of ${JSON.stringify(range)}`).toEqual(expected)
    }
    const emma = within.filter(({ item }) => item === 'emma')
    const narrowed = await report(store, { site: SITE, ...range, by: ['placement'], only: { item: 'emma' } })
    const lists = Object.entries(counted(emma, ['placement'])).map(
      ([, figures]) => (figures as { lists: number }).lists,
    )
    expect(narrowed.rows.map((row) => row.lists).sort(), `seed ${SEED}, ${note}`).toEqual(lists.sort())
  }
  const whole = { site: SITE, from: '2026-11-02', to: '2026-11-03' }
  const top = await breakdown(store, whole)
  for (const name of ['placement', 'variant', 'item'] as const) {
    const { rows } = await report(store, { ...whole, by: [name] })
    const clicks = (list: { clicks: number; impressions: number }[]): number =>
      list.reduce((sum, row) => sum + row.clicks + row.impressions, 0)
    expect(clicks(top[name]), `seed ${SEED}, ${note}, breakdown by ${name}`).toBe(clicks(rows))
  }
}

test('rolled-up figures are those of the events, after any sequence of loads, copies, verdicts, erasures and crashes', {
  timeout: 240_000,
}, async () => {
  const random = seeded(SEED)
  const next = traffic(random)
  let context = defaultContext
  const options = { ...bench.options, siteOf: (site: string) => (site === SITE ? context : undefined) }
  const steps: Record<string, () => Promise<unknown>> = {
    load: async () => {
      for (let i = 0; i < 25; i++) {
        const { log, body } = next()
        await bench.append(log, body)
      }
      return bench.load()
    },
    build: () => new Rebuilder(bench.store).all(),
    crash: async () => {
      const building = new Rebuilder(bench.store).all().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, random() * 60))
      const pid = bench.store.enginePid()!
      process.kill(pid, 'SIGKILL')
      while (bench.store.enginePid() === pid) await new Promise((resolve) => setTimeout(resolve, 5))
      await building
    },
    rejudge: async () => {
      context = { ...context, repeatWindowMs: Math.floor(random() * 3_600_000) }
      const [from, to] = [NOON + Math.floor(random() * 3) * HOUR, NOON + 9 * HOUR]
      return rejudge({ ...options, store: bench.store, from, to, rulesVersion: 1, clock: clockAt(NOON + 10 * HOUR) })
    },
    erase: () => erase(bench.store, { kind: 'visitor', site: SITE, visitor: 'bob' }, clockAt(NOON + 10 * HOUR)),
  }
  await steps.load!()
  await steps.build!()
  const names = ['load', 'build', 'crash', 'load', 'rejudge', 'build', 'load', 'crash', 'build', 'erase', 'build']
  for (let i = 0; i < 6; i++) {
    const name = names[Math.floor(random() * names.length)]!
    await steps[name]!()
    await check(bench.store, `step ${i}: ${name}`)
  }
  await steps.build!()
  await check(bench.store, 'at the end')
})

function clockAt(now: number): { now(): number; monotonic(): number } {
  return { now: () => now, monotonic: () => performance.now() }
}
