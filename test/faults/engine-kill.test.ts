// The process of the embedded engine alone is killed: while nothing happens, under load, in the middle of a statement, while rolled-up tables are
// built. What it serves goes on: statements fail at once, the next ones find a new engine, and nothing is lost, counted twice or out of the books.
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { startLoader } from '../../src/loader/index.ts'
import { seeded, sleep } from '../../src/platform/index.ts'
import { books, findEvent, report } from '../../src/report/index.ts'
import { Rebuilder, type Store, startUpkeep } from '../../src/store/index.ts'
import { Bench, idMaker, NOON, record, SITE, tokenOf } from '../system/store-kit.ts'
import { eventually, startWayside, temporaryFolder, wayside } from '../wayside.ts'
import { note } from './lib/oracle.ts'

const SEED = Number(process.env.WAYSIDE_SEED ?? 3)
const ITEMS = Array.from({ length: 20 }, (_, i) => `book-${i}`)

test(`an engine that is killed idle, loading, answering and building comes back each time, with the books (WAYSIDE_SEED=${SEED})`, async () => {
  const bench = await new Bench().open()
  onTestFinished(() => bench.close())
  const { store } = bench
  const id = idMaker(SEED)
  const random = seeded(SEED)
  const loader = startLoader(bench.options)
  const troubles: string[] = []
  const upkeep = startUpkeep(store, ({ message }) => troubles.push(message))
  const unbalanced: unknown[] = []
  let [sent, deaths, isOver] = [0, 0, false]

  /** Kill it, and see that it is missed. */
  const kill = async (): Promise<void> => {
    const pid = store.enginePid()!
    process.kill(pid, 'SIGKILL')
    deaths++
    await eventually(
      () => store.enginePid(),
      (now) => now !== pid,
    )
  }
  /** What was asked of a dying engine is refused at once; the next question finds the next one. */
  const back = (): Promise<unknown> =>
    eventually(
      () => books(store, {}).catch(() => undefined),
      (now) => {
        if (now && !now.balanced) unbalanced.push(now)
        return now !== undefined
      },
    )
  const writing = async (): Promise<void> => {
    for (let list = 0; !isOver; list++) {
      const token = tokenOf(`list-${list}`, ITEMS)
      const receivedAt = NOON + list
      const events = ITEMS.map((item): Partial<Event> => {
        return { id: id(), type: 'impression', item, occurredAt: receivedAt - 500, list: token }
      })
      await bench.append('a-0', record({ outbox: id(), events }, { receivedAt }))
      sent += ITEMS.length
      if (list % 5 === 0) await sleep(20)
    }
  }

  // Nothing happens.
  await back()
  const first = store.enginePid()
  await kill()
  await back()
  expect(store.enginePid()).not.toBe(first)
  const written = writing()
  try {
    for (let round = 0; round < 5; round++) {
      await sleep(random() * 500)
      await kill()
      await back()
      // More than it can answer before it dies, each another question: the same one would be asked once for all.
      const asked = Promise.allSettled(Array.from({ length: 200 }, () => findEvent(store, id())))
      await sleep(2)
      await kill()
      const refused = (await asked).filter((of) => of.status === 'rejected').map(({ reason }) => reason.code)
      expect(refused.length).toBeGreaterThan(0)
      expect(new Set(refused)).toEqual(new Set(['STORE_UNAVAILABLE']))
      await store.select('listMigrations')
    }
    // New rows are in, and nobody else builds them.
    await upkeep.stop()
    const { loads } = loader.figures()
    await eventually(
      () => loader.figures().loads,
      (now) => now > loads + 1,
    )
    const building: Store = {
      ...store,
      async run(name, params, places) {
        await Promise.all([store.run(name, params, places), name === 'buildSlices' && sleep(2).then(kill)])
      },
    }
    await expect(new Rebuilder(building).all()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  } finally {
    isOver = true
    await written
  }
  await eventually(
    () =>
      loader.drain().then(
        () => true,
        () => false,
      ),
    (done) => done,
  )
  await loader.stop()
  await new Rebuilder(store).all()
  const now = await books(store, {})
  const { rows } = await report(store, { site: SITE })
  console.log(
    `the engine killed ${deaths} times: ${sent} events, ${now.counted} counted, books ${now.balanced ? 'balanced' : 'NOT BALANCED'}, ` +
      `${loader.figures().retries} loads repeated, ${troubles.length} builds repeated`,
  )
  note({
    ...{ fault: `engine alone killed ${deaths} times`, acknowledged: sent, found: now.counted },
    ...{ lost: Math.max(0, sent - now.counted), duplicated: Math.max(0, now.counted - sent) },
  })
  expect(now).toMatchObject({ received: sent, counted: sent, duplicate: 0, balanced: true })
  expect(rows).toMatchObject([{ impressions: sent }])
  expect(unbalanced).toEqual([])
  expect(store.engineDeaths()).toBe(deaths)
}, 300_000)

test('a backend whose engine dies says so, counts it, and goes on answering', async () => {
  const data = temporaryFolder()
  wayside('key', 'add', '--data', data, '--site', 'shop')
  const node = startWayside('load', '--data', data, '--api-port', '0')
  const url = (await node.until(/backend ready: (\S+)/))[1]!
  const engine = (): number =>
    Number(readFileSync(`/proc/${node.child.pid}/task/${node.child.pid}/children`, 'utf8').split(' ')[0])
  const deaths = async (): Promise<number> =>
    Number(/^wayside_engine_deaths (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1])
  expect(await deaths()).toBe(0)
  for (const count of [1, 2, 3]) {
    const pid = await eventually(engine, (found) => found > 0)
    process.kill(pid, 'SIGKILL')
    expect(await eventually(deaths, (found) => found === count)).toBe(count)
    expect(
      (
        await eventually(
          () => fetch(`${url}/readyz`),
          ({ status }) => status === 200,
        )
      ).status,
    ).toBe(200)
  }
  expect(node.output.match(/store: The engine ended \(SIGKILL\)/g)).toHaveLength(3)
  expect(node.child.exitCode).toBeNull()
  expect(await node.stop()).toBe(0)
}, 120_000)
