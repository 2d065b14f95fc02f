// What an overview draws: figures over time with what came late, silent stretches, and the values of several dimensions at once.
import { expect, onTestFinished, test } from 'vitest'
import { breakdown, compare, report, series } from '../../src/report/index.ts'
import { Facts, fact } from './answers-kit.ts'

const day = '2026-11-03'
const query = { site: 'bookstore', from: day, to: '2026-11-04', tz: 'UTC' }
/** When all periods but the last test's are over. */
const OVER = Date.parse('2027-01-01T00:00:00Z')

test('a click of an outage stands late in the step in which it happened, and the stretch is told as silent', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  await facts.tell('bookstore', [fact('impression', `${day}T09:00:00Z`), fact('click', `${day}T09:01:00Z`)])
  await facts.tell(
    'bookstore',
    [fact('click', `${day}T10:01:00Z`), fact('click', `${day}T10:12:00Z`)],
    `${day}T15:00:00Z`,
  )
  const { step, points, silences } = await series(facts.store, query, OVER)
  expect(step).toBe('fiveMinutes')
  expect(
    points.map(({ at, clicks, lateClicks }) => [new Date(at).toISOString().slice(11, 16), clicks, lateClicks]),
  ).toEqual([
    ['09:00', 1, 0],
    ['10:00', 1, 1],
    ['10:10', 1, 1],
  ])
  expect(silences).toEqual([
    { from: Date.parse(`${day}T10:00:00Z`), to: Date.parse(`${day}T10:15:00Z`), clicks: 2, isOver: true },
  ])
  const week = await series(facts.store, { ...query, from: '2026-11-01', to: '2026-11-08' }, OVER)
  expect(week.step).toBe('hour')
  expect(week.points.map(({ clicks, lateClicks }) => [clicks, lateClicks])).toEqual([
    [1, 0],
    [2, 2],
  ])
  const season = await series(
    facts.store,
    { ...query, from: '2026-09-01', to: '2026-12-01', tz: 'Europe/Berlin' },
    OVER,
  )
  expect(season.points).toMatchObject([{ at: Date.parse(`${day}T00:00:00+01:00`), clicks: 3, lateClicks: 2 }])
})

test('values stand beside the period before, and a filter narrows all of them', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  const of = (item: string, variant: string, position: number) => ({ item, variant, position })
  await facts.tell('bookstore', [
    fact('click', '2026-11-02T08:00:00Z', of('emma', 'a', 1)),
    fact('impression', `${day}T08:00:00Z`, of('emma', 'a', 1)),
    fact('impression', `${day}T08:00:01Z`, of('ruth', 'b', 2)),
    fact('click', `${day}T08:00:02Z`, of('ruth', 'b', 2)),
    fact('click', `${day}T08:00:03Z`, { ...of('ruth', 'b', 2), listId: 'l2' }),
  ])
  const all = await breakdown(facts.store, query, OVER)
  expect(all.item.map(({ name, clicks, clicksBefore }) => [name, clicks, clicksBefore])).toEqual([
    ['ruth', 2, 0],
    ['emma', 0, 1],
  ])
  expect(all.movers.map(({ name }) => name)).toEqual(['ruth', 'emma'])
  expect(all.position).toMatchObject([
    { name: '1', impressions: 1, rate: 0 },
    { name: '2', clicks: 2 },
  ])
  const narrow = await breakdown(facts.store, { ...query, only: { variant: 'a' } }, OVER)
  expect(narrow.item.map(({ name }) => name)).toEqual(['emma'])
  const { rows } = await report(facts.store, { ...query, only: { position: '2', variant: 'b' } })
  expect(rows).toMatchObject([{ impressions: 1, clicks: 2, lateClicks: 0 }])
})

test('a period that is not over is compared with as much of the one before, whatever is asked', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  // Two lists an hour for a fortnight, each with a click: steady traffic, up to 16:30 of the last day.
  const [from, now] = [Date.parse('2026-11-13T00:00:00Z'), Date.parse('2026-11-26T16:30:00Z')]
  const events = []
  for (let at = from; at < now; at += 1_800_000)
    for (const type of ['impression', 'click'] as const)
      events.push(fact(type, new Date(at + (type === 'click' ? 1_000 : 0)).toISOString(), { listId: `s${at}` }))
  await facts.tell('bookstore', events)
  const later = now + 60_000
  for (const [first, tz] of [
    ['2026-11-20', 'UTC'],
    ['2026-11-26', 'Asia/Kolkata'],
    ['2026-11-26', 'UTC'],
  ] as const) {
    const asked = { site: 'bookstore', from: first, to: '2026-11-27', tz }
    const { rows, previous } = await compare(facts.store, asked, later)
    expect(rows[0]!.previous).toMatchObject({ impressions: rows[0]!.impressions, clicks: rows[0]!.clicks })
    const before = { from: Date.parse(previous.from), to: Date.parse(previous.to) }
    const values = await breakdown(facts.store, asked, later)
    expect(values.before).toEqual(before)
    expect(values.placement[0]!.clicksBefore).toBe(rows[0]!.clicks)
    expect(values.movers).toEqual([])
    const course = await series(facts.store, asked, later)
    expect(course.before).toEqual(before)
    const clicks = (points: { clicks: number }[]): number => points.reduce((sum, point) => sum + point.clicks, 0)
    expect(clicks(course.previous)).toBe(rows[0]!.clicks)
    expect(clicks(course.points)).toBe(rows[0]!.clicks)
  }
  // In the morning it is compared to the minute, from the events: at 08:07, sixteen clicks of half-hours and the seventeenth.
  const morning = Date.parse('2026-11-26T08:06:30Z')
  const today = { site: 'bookstore', from: '2026-11-26', to: '2026-11-27', tz: 'UTC' }
  expect((await breakdown(facts.store, today, morning)).item[0]).toMatchObject({ clicksBefore: 17 })
  expect((await compare(facts.store, today, morning)).rows[0]!.previous).toMatchObject({ clicks: 17 })
})

const MINUTE = 60_000
const at = (time: string): number => Date.parse(`${day}T${time}:00Z`)
/** An impression a minute and a click every ten, that come in `waitMs` later. */
async function traffic(facts: Facts, from: number, to: number, receivedAt?: string): Promise<void> {
  const events = []
  for (let time = from; time < to; time += MINUTE) {
    const isTenth = Math.round(time / MINUTE) % 10 === 0
    const when = new Date(time).toISOString()
    events.push(fact(isTenth ? 'click' : 'impression', when, { listId: `t${time}`, variant: 'a' }))
  }
  await facts.tell('bookstore', events, receivedAt)
}

test('an outage of forty minutes is told to the minute in hours and days, whatever the filter; a quiet night is none', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  await traffic(facts, at('00:00'), at('02:00'))
  // Nobody comes until six, but for one visitor whose own network was away for a while.
  await facts.tell('bookstore', [fact('click', `${day}T03:30:00Z`, { listId: 'n' })], `${day}T03:50:00Z`)
  await traffic(facts, at('06:00'), at('10:20'))
  await traffic(facts, at('10:20'), at('11:00'), `${day}T11:00:10Z`)
  await traffic(facts, at('11:01'), at('14:00'))
  const outage = { from: at('10:20'), to: at('11:00'), clicks: 4, isOver: true }
  for (const days of [2, 60]) {
    const asked = { ...query, from: new Date(at('00:00') - days * 86_400_000).toISOString() }
    for (const only of [undefined, { variant: 'b' }])
      expect((await series(facts.store, { ...asked, ...(only && { only }) }, OVER)).silences).toEqual([outage])
  }
  // A part of it, of which nothing came in before.
  const part = { ...query, from: `${day}T10:30:00Z`, to: '2026-11-05' }
  expect((await series(facts.store, part, OVER)).silences).toEqual([{ ...outage, from: at('10:30'), clicks: 3 }])
})

test('an outage that goes on is told while it does, unless the time of day is a quiet one', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  // Each day from eight to eight.
  for (const daysAgo of [2, 1])
    await traffic(facts, at('08:00') - daysAgo * 86_400_000, at('20:00') - daysAgo * 86_400_000)
  await traffic(facts, at('08:00'), at('15:00'))
  const silences = async (from: string, now: number): Promise<unknown> =>
    (await series(facts.store, { ...query, from, to: '2026-11-10' }, now)).silences
  const goesOn = (now: number): unknown => [{ from: at('15:00'), to: now, clicks: 0, isOver: false }]
  for (const from of ['2026-10-28', '2026-11-03', `${day}T15:20:00Z`])
    expect(await silences(from, at('15:40')), from).toEqual(goesOn(at('15:40')))
  const lastHour = { ...query, from: `${day}T14:46:00Z`, to: `${day}T15:46:00Z` }
  expect((await series(facts.store, lastHour, at('15:45') + 30_000)).silences).toMatchObject(
    goesOn(at('15:45') + 30_000) as [],
  )
  expect(await silences('2026-11-01', at('15:04'))).toEqual([])
  // The evening before, it was as quiet.
  expect(await silences('2026-11-01', at('20:40') - 86_400_000)).toEqual([])
})

test('silences that were found are told again for ten seconds, and looked for afresh then', async () => {
  const facts = new Facts('bookstore')
  await facts.open()
  onTestFinished(() => facts.close())
  await traffic(facts, at('08:00'), at('15:00'))
  const silences = async (now: number): Promise<unknown> =>
    (await series(facts.store, { ...query, from: '2026-11-01', to: '2026-11-10' }, now)).silences
  const found = [{ from: at('15:00'), to: at('15:40'), clicks: 0, isOver: false }]
  expect(await silences(at('15:40'))).toEqual(found)
  await traffic(facts, at('15:30'), at('15:40'))
  expect(await silences(at('15:40') + 9_000)).toEqual(found)
  expect(await silences(at('15:40') + 10_000)).toEqual([])
})
