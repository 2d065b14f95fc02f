// The real loader and the real store, killed with SIGKILL again and again under load. WAYSIDE_KILLS=50 is the full run; CI does fewer.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { seeded, sleep } from '../../src/platform/index.ts'
import { books, report } from '../../src/report/index.ts'
import { openStore } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from '../system/store-kit.ts'
import { LoaderChild, type Said } from './lib/loader-child.ts'
import { note } from './lib/oracle.ts'

const kills = Number(process.env.WAYSIDE_KILLS ?? (process.env.CI ? 10 : 50))
const seed = Number(process.env.WAYSIDE_SEED ?? 5)
const EVENTS_PER_RECORD = 10

test(`after ${kills} kills of loader and store under load each event counts once and the books balance (WAYSIDE_SEED=${seed})`, async () => {
  const bench = new Bench()
  const random = seeded(seed)
  const id = idMaker(seed)
  let sent = 0
  let copies = 0
  let stopped = false
  let child: LoaderChild | undefined
  const unbalanced: unknown[] = []
  let looks = 0
  let enginePid: number | undefined
  let lastReceived = 0

  /** Both datacenters take events; one record in five comes again, perhaps elsewhere and later. */
  const write = async (): Promise<void> => {
    const old: Buffer[] = []
    for (let list = 0; !stopped; list++) {
      const items = Array.from({ length: EVENTS_PER_RECORD }, (_, i) => `book-${i}`)
      const token = tokenOf(`list-${list}`, items)
      const events = items.map((item, i): Partial<Event> => {
        return {
          id: id(),
          n: i + 1,
          type: i === 0 ? 'click' : 'impression',
          item,
          occurredAt: NOON - 500,
          list: token,
          trusted: true,
        }
      })
      const body = record({ outbox: id(), events }, { receivedAt: NOON + list })
      const log = random() < 0.5 ? 'a-0' : 'b-0'
      await bench.append(log, body)
      sent += EVENTS_PER_RECORD
      copies += EVENTS_PER_RECORD
      if (random() < 0.1) old.push(body)
      if (random() < 0.2 && old.length > 0) {
        await bench.append(log === 'a-0' ? 'b-0' : 'a-0', old[Math.floor(random() * old.length)]!)
        copies += EVENTS_PER_RECORD
      }
      if (list % 20 === 0) await sleep(20)
    }
  }

  const start = (): LoaderChild =>
    new LoaderChild(bench.folder, (said: Said) => {
      enginePid = said.enginePid
      if (said.balanced === undefined) return
      looks++
      lastReceived = said.received ?? 0
      if (!said.balanced) unbalanced.push(said.books)
    })

  const writing = write()
  try {
    child = start()
    for (let round = 0; round < kills; round++) {
      // Let it come to work, then strike at any moment of it.
      const before = looks
      for (let waited = 0; looks === before && waited < 600; waited++) await sleep(50)
      await sleep(random() * 400)
      if (random() < 0.4 && enginePid !== undefined) {
        try {
          process.kill(enginePid, 'SIGKILL')
        } catch {
          // It was between two lives.
        }
      } else {
        await child.kill()
        child = start()
      }
    }
  } finally {
    stopped = true
    await writing
    await child?.kill()
  }

  bench.store = await openStore({ folder: join(bench.folder, 'store') })
  try {
    await bench.load()
    const { rows } = await report(bench.store, { site: SITE })
    const now = await books(bench.store, {})
    const { counted, duplicate } = now
    console.log(
      `${kills} kills of loader and store: ${sent} events in ${copies} copies; ${counted} counted, ${sent - counted} lost, ${Math.max(0, counted - sent)} counted twice, ${duplicate} copies known as such; ` +
        `books ${now.balanced ? 'balanced' : 'NOT BALANCED'} at the end and in ${looks - unbalanced.length} of ${looks} looks; ${lastReceived} loaded under fire`,
    )
    note({
      fault: `loader and store killed ${kills} times`,
      acknowledged: sent,
      found: counted,
      lost: Math.max(0, sent - counted),
      duplicated: Math.max(0, counted - sent),
    })
    expect(now).toMatchObject({
      received: copies,
      counted: sent,
      duplicate: copies - sent,
      quarantined: 0,
      balanced: true,
    })
    expect(rows).toMatchObject([{ clicks: sent / EVENTS_PER_RECORD, impressions: sent - sent / EVENTS_PER_RECORD }])
    expect(unbalanced).toEqual([])
    expect(lastReceived).toBeGreaterThan(0)
  } finally {
    await bench.close()
  }
}, 900_000)
