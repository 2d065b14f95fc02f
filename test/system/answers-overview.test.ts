// What an overview draws: figures over time with what came late, silent stretches, and the values of several dimensions at once.
import { expect, onTestFinished, test } from 'vitest'
import { breakdown, report, series } from '../../src/report/index.ts'
import { Facts, fact } from './answers-kit.ts'

const day = '2026-11-03'
const query = { site: 'bookstore', from: day, to: '2026-11-04', tz: 'UTC' }

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
  const { step, points, silences } = await series(facts.store, query)
  expect(step).toBe('fiveMinutes')
  expect(
    points.map(({ at, clicks, lateClicks }) => [new Date(at).toISOString().slice(11, 16), clicks, lateClicks]),
  ).toEqual([
    ['09:00', 1, 0],
    ['10:00', 1, 1],
    ['10:10', 1, 1],
  ])
  expect(silences).toEqual([{ from: Date.parse(`${day}T10:00:00Z`), to: Date.parse(`${day}T10:15:00Z`) }])
  const week = await series(facts.store, { ...query, from: '2026-11-01', to: '2026-11-08' })
  expect(week.step).toBe('hour')
  expect(week.points.map(({ clicks, lateClicks }) => [clicks, lateClicks])).toEqual([
    [1, 0],
    [2, 2],
  ])
  const season = await series(facts.store, { ...query, from: '2026-09-01', to: '2026-12-01', tz: 'Europe/Berlin' })
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
  const all = await breakdown(facts.store, query)
  expect(all.item.map(({ name, clicks, clicksBefore }) => [name, clicks, clicksBefore])).toEqual([
    ['ruth', 2, 0],
    ['emma', 0, 1],
  ])
  expect(all.movers.map(({ name }) => name)).toEqual(['ruth', 'emma'])
  expect(all.position).toMatchObject([
    { name: '1', impressions: 1, rate: 0 },
    { name: '2', clicks: 2 },
  ])
  const narrow = await breakdown(facts.store, { ...query, only: { variant: 'a' } })
  expect(narrow.item.map(({ name }) => name)).toEqual(['emma'])
  const { rows } = await report(facts.store, { ...query, only: { position: '2', variant: 'b' } })
  expect(rows).toMatchObject([{ impressions: 1, clicks: 2, lateClicks: 0 }])
})
