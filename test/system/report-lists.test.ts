// Lists are counted once by item and position, whether their names tell when they were made or not, and wherever their rows lie.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event, Via } from '../../src/event/index.ts'
import { compare, report } from '../../src/report/index.ts'
import { openChdb } from '../../src/store/chdb/driver.ts'
import { Rebuilder, type Store } from '../../src/store/index.ts'
import { ROLLUP_STRUCTURE } from '../../src/store/rollups.ts'
import { Bench, idMaker, record, SITE, tokenOf } from './store-kit.ts'

const HOUR = 3_600_000
/** Within a slice, far from its ends, and from those of a quarter of an hour. */
const AT = Math.ceil(Date.UTC(2026, 10, 2, 12, 3) / 131_072) * 131_072 + 40_000
const ALONE = 80

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())

test('a list with several rows is one list, among many that have one', async () => {
  const id = idMaker(5)
  const show = (list: string, at: number, types: Event['type'][], via: Via = 'fetch'): Promise<void> => {
    const token = tokenOf(list, ['emma'], { t: Math.floor(AT / 1000) - 60 })
    const events = types.map((type, index) => ({
      ...{
        id: id(at + index),
        n: index + 1,
        type,
        item: 'emma',
        position: 1,
        list: token,
        occurredAt: at + index,
        via,
      },
      ...(type === 'click' && { trusted: true, how: 'primary' as const }),
    }))
    return bench.append('a-0', record({ outbox: id(at), sentAt: at + 100, events }, { receivedAt: at + 110 }))
  }
  for (let i = 0; i < ALONE; i++) await show(id(AT + i), AT + i, ['impression', 'click'])
  // Made in this slice, seen in it by two pages through two transports.
  const inOne = id(AT)
  await show(inOne, AT + 5, ['impression', 'click'], 'fetch')
  await show(inOne, AT + 9, ['impression', 'click'], 'beacon')
  // Made in this slice, seen in it and an hour later.
  const inTwo = id(AT)
  await show(inTwo, AT + 5, ['impression', 'click'])
  await show(inTwo, AT + HOUR, ['impression', 'click'])
  // Seen in this slice, clicked in another: one row each.
  const apart = id(AT)
  await show(apart, AT + 5, ['impression'])
  await show(apart, AT + HOUR, ['click'])
  // Named by the site.
  await show('of-the-site', AT + 5, ['impression', 'click'])
  await show('of-the-site', AT + HOUR, ['impression', 'click'])
  await bench.load()

  const counts = async (query: object): Promise<number[]> => {
    const { rows } = await report(bench.store, { site: SITE, ...query })
    return rows.flatMap(({ impressions, lists, clickedLists }) => [impressions, lists, clickedLists])
  }
  const all = [ALONE + 7, ALONE + 4, ALONE + 4]
  const check = async (): Promise<void> => {
    for (const by of [['item'], ['position'], ['item', 'position'], ['variant']])
      expect(await counts({ by })).toEqual(all)
    // A range that cuts the quarter of an hour of the first row, and one that leaves it out.
    const [from, to] = [new Date(AT + 7).toISOString(), new Date(AT + 2 * HOUR).toISOString()]
    const late = await counts({ by: ['item'], from, to })
    expect(late).toEqual(await counts({ by: ['variant'], from, to }))
    const hourLater = new Date(AT + HOUR - 1_000).toISOString()
    expect(await counts({ by: ['item'], from: hourLater, to })).toEqual([2, 2, 3])
    // Totals of days, beside those of the days before.
    for (const only of [{}, { item: 'emma' }, { position: '1' }, { variant: 'similar-books' }]) {
      const days = { site: SITE, only, from: '2026-11-01', to: '2026-11-05' }
      const { rows } = await compare(bench.store, days, Date.parse('2027-01-01'))
      const { impressions, lists, clickedLists } = rows[0]!
      expect([impressions, lists, clickedLists], JSON.stringify(only)).toEqual(all)
    }
  }
  await check()
  // Totals are of one moment, also where rows are built between the look at what is touched and the sums.
  const builds: Store = {
    ...bench.store,
    async select(name, params, places) {
      if (name === 'periodSteps') await new Rebuilder(bench.store).all()
      return bench.store.select(name, params, places)
    },
  }
  const days = { site: SITE, from: '2026-11-01', to: '2026-11-05' }
  const { lists, clickedLists } = (await compare(builds, days, Date.parse('2027-01-01'))).rows[0]!
  expect([lists, clickedLists]).toEqual(all.slice(1))
  await new Rebuilder(bench.store).all()
  await check()
})

test('rows of touched slices, which travel as text, are of the types of the table', async () => {
  await bench.store.close()
  const engine = await openChdb(join(bench.folder, 'store'))
  const columns = await engine.query<{ name: string; type: string }>(
    "SELECT name, type FROM system.columns WHERE table = 'rollups' AND name NOT IN ('build', 'piece')",
  )
  await engine.close()
  expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual(ROLLUP_STRUCTURE)
  await bench.open()
})
