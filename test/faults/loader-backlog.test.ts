// The real loader and the real store over a long backlog, killed in the middle of loads that hold the newest records as well: the books are
// told again by the next process at once, and balance, while most of the backlog still waits.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { sleep } from '../../src/platform/index.ts'
import { books } from '../../src/report/index.ts'
import { openStore } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, tokenOf } from '../system/store-kit.ts'
import { LoaderChild } from './lib/loader-child.ts'
import { note } from './lib/oracle.ts'

const KILLS = 6
const RECORDS = 4_000
const EVENTS_PER_RECORD = 100
const ITEMS = Array.from({ length: EVENTS_PER_RECORD }, (_, i) => `book-${i}`)

test(`after ${KILLS} kills behind a backlog the books are told again before it is drained, each time balanced`, async () => {
  const bench = new Bench()
  const id = idMaker(9)
  for (let list = 0; list < RECORDS; list++) {
    const token = tokenOf(`list-${list}`, ITEMS)
    const events = ITEMS.map((item): Partial<Event> => {
      return { id: id(), type: 'impression', item, occurredAt: NOON - 500, list: token }
    })
    await bench.append('a-0', record({ events }, { receivedAt: NOON + list }))
  }
  const all = RECORDS * EVENTS_PER_RECORD
  const half = join(bench.folder, 'store', 'half-load.json')
  const told: number[] = []
  const unbalanced: unknown[] = []
  let cutShort = 0
  for (let round = 0; round <= KILLS; round++) {
    let received: number | undefined
    const child = new LoaderChild(bench.folder, (said) => {
      if (said.balanced === undefined) return
      received ??= said.received ?? 0
      if (!said.balanced) unbalanced.push(said.books)
    })
    // What the process before it left half in is finished before anything can be told.
    for (let waited = 0; received === undefined && waited < 1_200; waited++) await sleep(50)
    told.push(received ?? Number.NaN)
    // The next load is on its way in.
    for (let waited = 0; round < KILLS && !existsSync(half) && waited < 400; waited++) await sleep(5)
    await child.kill()
    if (existsSync(half)) cutShort++
  }

  bench.store = await openStore({ folder: join(bench.folder, 'store') })
  try {
    await bench.load()
    const now = await books(bench.store, {})
    console.log(
      `${KILLS} kills behind a backlog of ${all} events, ${cutShort} of them in the middle of a load; ` +
        `the books were told at ${told.join(', ')} events, ${unbalanced.length} times unbalanced`,
    )
    note({
      ...{ fault: `loader killed ${KILLS} times behind a backlog`, acknowledged: all, found: now.counted },
      ...{ lost: Math.max(0, all - now.counted), duplicated: Math.max(0, now.counted - all) },
    })
    expect(now).toMatchObject({ received: all, counted: all, duplicate: 0, quarantined: 0, balanced: true })
    expect(unbalanced).toEqual([])
    expect(cutShort).toBeGreaterThan(KILLS / 2)
    for (const received of told) expect(received).toBeLessThan(all)
  } finally {
    await bench.close()
  }
}, 300_000)
