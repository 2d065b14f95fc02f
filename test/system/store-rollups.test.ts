// Rolled-up tables are what their events say, whatever happened in between: loads, copies, verdicts, erasures, crashes in the middle of a build.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultContext, rejudge } from '../../src/loader/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { breakdown, compare, type FeedEvent, feedPage, loss, report, series } from '../../src/report/index.ts'
import { erase, Rebuilder, type Store } from '../../src/store/index.ts'
import { lossByHand, type Numbered } from './loss-by-hand.ts'
import { HOUR, type Sent, traffic } from './rollups-traffic.ts'
import { Bench, NOON, SITE } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
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

const SPLITS = [
  ...[[], ['hour', 'item'], ['day', 'placement'], ['variant', 'country'], ['position'], ['item', 'device']],
  ...[
    ['variant', 'position'],
    ['hour', 'position'],
    ['item', 'position'],
  ],
]

async function checkLoss(store: Store, all: readonly FeedEvent[], told: Sent, note: string): Promise<void> {
  const numbered = all.flatMap(({ id, at, verdict }) => {
    const one = told.get(id)
    return one ? [{ ...one, at: Date.parse(at), isGood: one.isGood && verdict === 'counted' }] : []
  })
  const keys = {
    '': () => '',
    via: ({ via }: Numbered) => via,
    day: ({ at }: Numbered) => new Date(at).toISOString().slice(0, 10),
  }
  const asked: [by: keyof typeof keys, hours: number][] = [
    ['', 4],
    ['via', 9],
    ['day', 35 * 24],
    ['', 36 * 24],
    ['via', 36 * 24],
  ]
  for (const [by, hours] of asked) {
    const now = NOON + hours * HOUR
    const { rows } = await loss(store, { site: SITE, now, ...(by !== '' && { by: [by] }) })
    const found = rows.map((row) => {
      const { expected, seen, pending, outboxes } = row
      return [(row as unknown as Record<string, string>)[by] ?? '', { expected, seen, pending, outboxes }]
    })
    const wanted = lossByHand(numbered, now, keys[by])
    if (numbered.length > 0)
      expect(Object.fromEntries(found), `seed ${SEED}, ${note}, loss by ${by} at ${now}`).toEqual(wanted)
  }
}

const NARROWED: Record<string, string>[] = [
  {},
  { item: 'emma' },
  { position: '2' },
  { item: 'ulysses', placement: 'basket' },
  { item: 'emma', position: '1' },
  // Never there.
  { item: 'emma', position: '2' },
]

async function check(store: Store, told: Sent, note: string): Promise<void> {
  const all = await eventsOf(store)
  await checkLoss(store, all, told, note)
  const ranges: { from?: string; to?: string }[] = [{}, { from: '2026-11-02T11:07:30Z', to: '2026-11-02T14:59:59Z' }]
  for (const range of ranges) {
    const some = within(all, range)
    for (const only of NARROWED)
      for (const by of Object.keys(only).length === 0 ? SPLITS : [[], ['variant']])
        await checkReport(store, some, { site: SITE, ...range, by, only }, note)
  }
  const later = Date.parse('2027-01-01')
  const day = { site: SITE, from: '2026-11-02', to: '2026-11-03' }
  for (const only of NARROWED) {
    const some = within(all, day).filter((event) => isOf(event, only))
    const said = `seed ${SEED}, ${note}, only ${JSON.stringify(only)}`
    const of = (events: FeedEvent[], type: string): number =>
      events.filter((event) => event.verdict === 'counted' && event.type === type).length
    await checkTotals(store, only, said)
    const top = await breakdown(store, { ...day, only }, later)
    for (const name of ['placement', 'variant', 'item'] as const) {
      const found = top[name].map((row) => [row.name, row.impressions, row.clicks])
      const wanted = [...Map.groupBy(some, (event) => nameOf(event, name))]
        .map(([value, events]) => [value, of(events, 'impression'), of(events, 'click')])
        .filter(([, impressions, clicks]) => Number(impressions) + Number(clicks) > 0)
      expect(found.sort(), `${said}, breakdown by ${name}`).toEqual(wanted.sort())
    }
    const { points } = await series(store, { ...day, only }, later)
    expect(
      points.reduce((sum, point) => sum + point.clicks, 0),
      `${said}, series`,
    ).toBe(of(some, 'click'))
  }
}

/** Totals of a period and of the one before it, which are added up from steps, are those of two reports: with all of the day in either, or some in both. */
async function checkTotals(store: Store, only: Record<string, string>, said: string): Promise<void> {
  for (const [from, days] of [
    ['2026-10-31', 5],
    ['2026-11-03', 4],
    ['2026-11-02T13:00:00Z', 2],
  ] as const) {
    const at = (shift: number): string => new Date(Date.parse(from) + shift * 24 * HOUR).toISOString()
    const of = async (fromDay: number, toDay: number) =>
      (await report(store, { site: SITE, only, from: at(fromDay), to: at(toDay) })).rows[0]!
    const { rows } = await compare(store, { site: SITE, only, from: at(0), to: at(days) }, Date.parse('2027-01-01'))
    const { previous, ...now } = rows[0]!
    expect(now, `${said}, total from ${from}`).toEqual(await of(0, days))
    expect(await of(-days, 0), `${said}, total before ${from}`).toMatchObject(previous!)
  }
}

/** One report against the events of its range. */
async function checkReport(store: Store, all: readonly FeedEvent[], query: Asked, note: string): Promise<void> {
  const { by, only } = query
  const some = all.filter((event) => isOf(event, only))
  // Of nothing at all there is a row of zeros.
  if (some.length === 0 && by.length === 0) return
  const expected = counted(some, by)
  const wanted = Object.keys(Object.values(expected)[0] ?? {})
  const { rows } = await report(store, query)
  const named = Object.fromEntries(
    rows.map((row) => {
      const figures = row as unknown as Record<string, unknown>
      const name = JSON.stringify(by.map((dimension) => figures[dimension]))
      return [name, Object.fromEntries(wanted.map((figure) => [figure, figures[figure]]))]
    }),
  )
  expect(named, `seed ${SEED}, ${note}, ${JSON.stringify(query)}`).toEqual(expected)
}
interface Asked {
  site: string
  from?: string
  to?: string
  by: string[]
  only: Record<string, string>
}

function isOf(event: FeedEvent, only: Record<string, string>): boolean {
  return Object.entries(only).every(([name, value]) => String(nameOf(event, name)) === value)
}

function within(all: readonly FeedEvent[], { from = '0', to = '9' }: { from?: string; to?: string }): FeedEvent[] {
  return all.filter(({ at }) => at >= from.replace('Z', '.000Z') && at < to.replace('Z', '.000Z'))
}

test('rolled-up figures are those of the events, after any sequence of loads, copies, verdicts, erasures and crashes', {
  timeout: 240_000,
}, async () => {
  const random = seeded(SEED)
  const told: Sent = new Map()
  const next = traffic(random, told)
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
    await check(bench.store, told, `step ${i}: ${name}`)
  }
  await steps.build!()
  await check(bench.store, told, 'at the end')
})

function clockAt(now: number): { now(): number; monotonic(): number } {
  return { now: () => now, monotonic: () => performance.now() }
}
