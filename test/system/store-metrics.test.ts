// What the backend's metrics say of the books and of the lag, over a real loader and a real engine.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backendMetrics } from '../../src/cli/metrics.ts'
import { selfChecker } from '../../src/cli/self-check.ts'
import { type Loader, startLoader } from '../../src/loader/index.ts'
import { sleep, systemClock } from '../../src/platform/index.ts'
import type { Store } from '../../src/store/index.ts'
import { Bench, idMaker, record, SITE, tokenOf } from './store-kit.ts'

let bench: Bench
let loader: Loader
/** The store that the loader uses: slow when told so. */
let holdMs = 0
beforeEach(async () => {
  holdMs = 0
  bench = await new Bench().open()
  const slow: Store = {
    ...bench.store,
    async insert(into, block, token) {
      await sleep(holdMs)
      await bench.store.insert(into, block, token)
    },
  }
  loader = startLoader({ ...bench.options, store: slow })
})
afterEach(async () => {
  await loader.stop()
  await bench.close()
})

const id = idMaker(6)
const click = (receivedAt: number): Buffer => {
  const list = tokenOf('list-1', ['emma'])
  const events = [{ id: id(), type: 'click', item: 'emma', occurredAt: receivedAt - 10, list, trusted: true }] as const
  return record({ outbox: id(), events: [...events] }, { receivedAt })
}
const gaugeOf = (metrics: string, name: string): number =>
  Number(new RegExp(`^wayside_${name} (.+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN)

test('books that balance say 0; an event that is missing, and one that nobody brought, raise a metric each', async () => {
  await bench.append('a-0', click(systemClock.now()))
  const log = bench.logs.get('a-0')!
  await loader.drain()
  /** What a fresh page says once its check, which it does not wait for, is done. */
  const says = async (wanted: [unaccounted: number, unmatched: number]): Promise<void> => {
    const metrics = backendMetrics({ loader, log, store: bench.store }, selfChecker(bench.store), async () => [])
    await expect
      .poll(
        async () => {
          const text = await metrics()
          return [gaugeOf(text, 'books_unaccounted'), gaugeOf(text, 'books_unmatched')]
        },
        { timeout: 10_000 },
      )
      .toEqual(wanted)
  }
  await says([0, 0])
  const lose = (table: string): Promise<void> =>
    bench.store.run('eraseRows', { site: SITE }, { table, subject: 'site = {site:String}' })
  await lose('events')
  await says([0, 1])
  await lose('copies')
  await says([1, 0])
})

test('the lag is that of the last load, and grows while a load waits for its store', async () => {
  await bench.append('a-0', click(systemClock.now()))
  await loader.drain()
  const lag = async (): Promise<number> =>
    gaugeOf(
      await backendMetrics(
        { loader, log: bench.logs.get('a-0')!, store: bench.store },
        () => undefined,
        async () => [],
      )(),
      'loader_lag_seconds',
    )
  expect(await lag()).toBeLessThan(10)
  holdMs = 1_200
  await bench.append('a-0', click(systemClock.now() - 30_000))
  for (let waited = 0; (await lag()) < 30 && waited < 100; waited++) await sleep(50)
  const first = await lag()
  expect(first).toBeGreaterThanOrEqual(30)
  await sleep(300)
  expect(await lag()).toBeGreaterThan(first)
})
