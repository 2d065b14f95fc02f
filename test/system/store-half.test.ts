// What a failure leaves half in the store, by a new process over the same folder: it is finished first, whatever waits in the logs.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { defaultContext, drain, listQuarantine, replayQuarantine } from '../../src/loader/index.ts'
import { listSegments } from '../../src/log/index.ts'
import { books } from '../../src/report/index.ts'
import { type Insert, openStore, type Store } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, tokenOf } from './store-kit.ts'

let bench: Bench
beforeEach(async () => {
  bench = await new Bench().open()
})
afterEach(() => bench.close())
const id = idMaker(8)

/** A store that fails once, before or after an insert into one of its tables. */
function failing(store: Store, at: Insert, when: 'before' | 'after'): Store {
  let isDue = true
  return {
    ...store,
    async insert(into, block, token) {
      const now = into === at && block.length > 0 && isDue
      if (now) isDue = false
      if (now && when === 'before') throw new Error('cut short')
      await store.insert(into, block, token)
      if (now) throw new Error('cut short')
    },
  }
}

/** What a new process finds. */
async function reopened(): Promise<Store> {
  await bench.store.close()
  bench.store = await openStore({ folder: join(bench.folder, 'store') })
  return bench.store
}

/** Without an outbox none is a repeat of another. */
function impressions(count: number, list: string): Partial<Event>[] {
  const token = tokenOf(list, ['emma'])
  return Array.from({ length: count }, () => ({
    ...{ id: id(), type: 'impression' as const, item: 'emma', occurredAt: NOON - 500, list: token },
  }))
}

test.each(['insertRecords', 'insertCopies', 'insertEvents'] as const)(
  'a load read ahead of a backlog and cut short at %s is finished before the backlog, and the books balance then',
  async (at) => {
    const [recordsCount, perRecord] = [80, 400]
    const write = (i: number): Promise<void> =>
      bench.append('a-0', record({ events: impressions(perRecord, `list-${i}`) }, { receivedAt: NOON + i }))
    for (let i = 0; i < recordsCount; i++) await write(i)
    expect(listSegments(join(bench.folder, 'log', 'a-0')).length).toBeGreaterThan(1)
    await expect(drain({ ...bench.options, store: failing(bench.store, at, 'after') })).rejects.toThrow('cut short')
    const [first, second] = bench.store.half()
    expect(Math.abs(first!.first - second!.first), 'two places of one log').toBeGreaterThan(recordsCount / 4)

    // The new loader gets as far as its first own load.
    const store = await reopened()
    expect(store.half()).toEqual([first, second])
    const work: number[] = []
    const stopping: Store = {
      ...store,
      load: async (covered, run) => {
        work.push(covered.length)
        if (work.length > 1) throw new Error('stopped')
        await store.load(covered, run)
      },
    }
    await expect(drain({ ...bench.options, store: stopping })).rejects.toThrow('stopped')
    expect(store.half()).toEqual([])
    const early = await books(store, {})
    const finished = [first!, second!].reduce((sum, half) => sum + half.last - half.first + 1, 0)
    expect(early).toMatchObject({ received: finished * perRecord, counted: finished * perRecord, balanced: true })
    expect(finished).toBeLessThan(recordsCount)

    await bench.load()
    const all = recordsCount * perRecord
    expect(await books(store, {})).toMatchObject({ received: all, counted: all, duplicate: 0, balanced: true })
  },
)

test.each([
  ['insertRecords', 'before'],
  ['insertRecords', 'after'],
  ['insertEvents', 'before'],
  ['insertEvents', 'after'],
  ['insertQuarantine', 'after'],
] as const)(
  'a replay cut short %s, %s it, is finished by the next loader, and each event counts once',
  async (at, when) => {
    const options = { ...bench.options, siteOf: () => defaultContext }
    await bench.append('a-0', record({ site: 'newsite', events: impressions(3, 'list-1') }))
    await bench.append('a-0', record({ events: impressions(2, 'list-1') }))
    await bench.load()
    expect(await books(bench.store, {})).toMatchObject({ received: 3, counted: 2, quarantined: 1, balanced: true })
    await expect(replayQuarantine(failing(bench.store, at, when), options)).rejects.toThrow('cut short')

    const store = await reopened()
    expect(store.half()).toHaveLength(1)
    await drain({ ...options, store })
    expect(store.half()).toEqual([])
    // Their token is of another site.
    const whole = { received: 5, counted: 2, invalid: { forged: 3 }, duplicate: 0, quarantined: 0, balanced: true }
    expect(await books(store, {})).toMatchObject(whole)
    expect(await listQuarantine(store)).toEqual([])
    expect(await replayQuarantine(store, options)).toEqual({ records: 0, events: 0, held: 0 })
    expect(await books(store, {})).toMatchObject(whole)
  },
)
