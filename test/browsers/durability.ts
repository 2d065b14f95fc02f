// Not a test but a measurement, for docs/decisions/indexeddb.md: what is still there after the browser was killed shortly after a write, from
// localStorage and from IndexedDB with strict durability, and what the two cost. `node test/browsers/durability.ts [runs] [engine]`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ENGINES, launch } from '../../lab/drivers/index.ts'
import { startWorld } from './world.ts'

const RUNS = Number(process.argv[2] ?? 4)
const DATABASE = `new Promise((done, failed) => {
  const asked = indexedDB.open('wayside', 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore('outbox')
  asked.onsuccess = () => done(asked.result)
  asked.onerror = failed
})`

const world = await startWorld()
const url = world.page('/durability', '<title>durability</title>')

/** Firefox must not ask what to do about the crash. */
const prefs = { 'toolkit.startup.max_resumed_crashes': -1, 'browser.sessionstore.resume_from_crash': false }

for (const engine of ENGINES.filter((name) => name !== 'webkit' && (process.argv[3] ?? name) === name))
  for (const delayMs of [100, 1_500, 6_500]) {
    let [local, indexed] = [0, 0]
    const costs: { setItemUs: number; putUs: number; completeMs: number }[] = []
    for (let run = 0; run < RUNS; run++) {
      const profile = mkdtempSync(join(tmpdir(), 'wayside-durability-'))
      const first = await launch(engine, { profile, prefs })
      const page = await first.newPage()
      await page.goto(url)
      costs.push(
        await page.evaluate(`${DATABASE}.then(db => new Promise(done => {
          const value = 'x'.repeat(600)
          localStorage.warm = value
          const t0 = performance.now()
          localStorage.mark = value
          const t1 = performance.now()
          const change = db.transaction('outbox', 'readwrite', { durability: 'strict' })
          change.objectStore('outbox').put(value, 'mark')
          const t2 = performance.now()
          change.oncomplete = () => done({ setItemUs: (t1 - t0) * 1e3, putUs: (t2 - t1) * 1e3, completeMs: performance.now() - t1 })
        }))`),
      )
      await sleep(delayMs)
      await first.kill()
      const second = await launch(engine, { profile, prefs })
      const later = await second.newPage()
      await later.goto(url)
      if (await later.evaluate("'mark' in localStorage")) local++
      const found = await later.evaluate<boolean>(
        `${DATABASE}.then(db => new Promise(done => {
          const asked = db.transaction('outbox').objectStore('outbox').get('mark')
          asked.onsuccess = () => done(!!asked.result)
        }))`,
      )
      if (found) indexed++
      await second.close()
      rmSync(profile, { recursive: true, force: true })
    }
    const median = (name: keyof (typeof costs)[number]): number =>
      costs.map((cost) => cost[name]).sort((x, y) => x - y)[Math.floor(RUNS / 2)]!
    console.log(
      `${engine}, killed ${delayMs} ms after: localStorage ${local}/${RUNS}, IndexedDB strict ${indexed}/${RUNS}; ` +
        `setItem ${median('setItemUs').toFixed(0)} µs, put ${median('putUs').toFixed(0)} µs, complete ${median('completeMs').toFixed(1)} ms`,
    )
  }
await world.close()
