// Judging history again, cut short and beside a loader.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { type Context, defaultContext, drain, rejudge } from '../../src/loader/index.ts'
import { books, report, restatements } from '../../src/report/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())
const id = idMaker(4)
const token = tokenOf('list-1', ['emma'])

test('a rejudgement that was cut short goes on where it was while new events come in, and states the difference once', async () => {
  // More than one page of the rejudgement, so that there is a middle.
  const [records, perRecord] = [130, 400]
  const total = records * perRecord
  const events = (): Partial<Event>[] =>
    Array.from({ length: perRecord }, () => ({
      id: id(),
      type: 'impression',
      item: 'emma',
      occurredAt: NOON - 900,
      list: token,
    }))
  const origins = ['https://books.example', 'https://elsewhere.example']
  for (let i = 0; i < records; i++)
    await bench.append('a-0', record({ outbox: id(), events: events() }, { origin: origins[i % 2]! }))
  await bench.load()
  const stopping = new AbortController()
  const siteOf = (): Context => ({ ...defaultContext, origins: ['https://books.example'] })
  const options = { store: bench.store, siteOf, from: NOON - 1, to: NOON + 60_000 }
  const first = await rejudge({ ...options, signal: stopping.signal, onProgress: () => stopping.abort() })
  expect(first).toMatchObject({ finished: false })
  expect(first.judged).toBeGreaterThan(0)
  expect(first.judged).toBeLessThan(total)
  // New events, received inside and outside of what is judged again, come in between.
  await bench.append(
    'b-0',
    record({ outbox: id(), events: events() }, { origin: origins[1]!, receivedAt: NOON + 5_000 }),
  )
  await bench.append(
    'b-0',
    record({ outbox: id(), events: events() }, { origin: origins[0]!, receivedAt: NOON + 90_000 }),
  )
  const told: number[] = []
  const [second] = await Promise.all([
    rejudge({ ...options, onProgress: ({ judged }) => told.push(judged) }),
    drain({ ...bench.options, siteOf }),
  ])
  expect(second).toMatchObject({ run: first.run, finished: true })
  expect(told[0]).toBeGreaterThan(first.judged)
  expect(second.judged).toBeGreaterThanOrEqual(total)
  const { rows } = await report(bench.store, { site: SITE })
  expect(rows).toMatchObject([{ grossImpressions: total + 2 * perRecord, impressions: records / 2 + 1 }])
  expect(await books(bench.store, { site: SITE })).toMatchObject({ received: total + 2 * perRecord, balanced: true })
  expect(await restatements(bench.store, { site: SITE })).toHaveLength(1)
}, 60_000)
