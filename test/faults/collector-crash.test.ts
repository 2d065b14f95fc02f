// Crashes: whatever was answered 204 is in the log afterwards, by the clients' own list.
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectLog } from '../../src/log/index.ts'
import { noSync, scratch, shim, startCollector } from './lib/node.ts'
import { Oracle, type Row } from './lib/oracle.ts'

let place: ReturnType<typeof scratch>
let oracle: Oracle
beforeEach(() => {
  place = scratch()
  oracle = new Oracle(join(place.folder, 'acknowledged'))
})
afterEach(() => place.remove())
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Rounds of load that a SIGKILL ends at a random moment. */
async function killRounds(rounds: number, setup: { env?: NodeJS.ProcessEnv; nodeArgs?: string[] }): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const collector = await startCollector({ data: place.folder, ...setup })
    const before = oracle.statuses.get(204) ?? 0
    const load = oracle.load(collector.port, 32)
    // On a busy machine the first answers take a while; a round without any would prove nothing.
    await expect.poll(() => oracle.statuses.get(204) ?? 0, { timeout: 20_000 }).toBeGreaterThan(before + 32)
    await pause(Math.random() * 500)
    await collector.stop('SIGKILL')
    await load.stop()
  }
}

test('a SIGKILL under load loses nothing that was acknowledged, round after round', async () => {
  await killRounds(6, {})
  const row = await oracle.verdict('SIGKILL under load, 6 rounds', join(place.folder, 'log'))
  expect(row).toMatchObject({ lost: 0, duplicated: 0 })
  expect(row.acknowledged).toBeGreaterThan(30)
})

test('a power cut loses nothing that was acknowledged', async () => {
  await killRounds(4, { env: { LD_PRELOAD: shim(), LOSE: '1' } })
  const row = await oracle.verdict('power cut under load, 4 rounds', join(place.folder, 'log'))
  expect(row).toMatchObject({ lost: 0, duplicated: 0 })
  expect(row.acknowledged).toBeGreaterThan(30)
})

test('the same power cut catches a build that does not sync', async () => {
  await killRounds(1, { env: { LD_PRELOAD: shim(), LOSE: '1' }, nodeArgs: noSync })
  const row: Row = await oracle.verdict('(a broken build, without its syncs: must lose)', join(place.folder, 'log'))
  expect(row.acknowledged).toBeGreaterThan(30)
  expect(row.lost).toBe(row.acknowledged)
})

test('SIGTERM under load answers what it has taken and seals the log', async () => {
  const collector = await startCollector({ data: place.folder })
  const load = oracle.load(collector.port, 32)
  await pause(700)
  await collector.stop('SIGTERM')
  await load.stop()
  expect(collector.child.exitCode).toBe(0)
  const row = await oracle.verdict('SIGTERM under load', join(place.folder, 'log'))
  // Asked to stop, it breaks no request: all that is in the log was acknowledged too.
  expect(row).toMatchObject({ lost: 0, duplicated: 0, found: row.acknowledged })
  expect(inspectLog(join(place.folder, 'log', 'a-0')).at(-1)).toMatchObject({ sealed: true, damage: [], missing: [] })
})

test('a rolling restart of two workers under load refuses nothing and loses nothing', async () => {
  const collector = await startCollector({ data: place.folder, flags: ['--workers', '2'] })
  const load = oracle.load(collector.port, 16)
  await pause(500)
  collector.child.kill('SIGHUP')
  for (let waited = 0; !collector.said().includes('workers restarted'); waited += 50) {
    expect(waited).toBeLessThan(60_000)
    await pause(50)
  }
  await pause(200)
  await load.stop()
  await collector.stop()
  const row = await oracle.verdict('rolling restart of two workers', join(place.folder, 'log'))
  expect(row).toMatchObject({ lost: 0, duplicated: 0, found: row.acknowledged })
  expect([...oracle.statuses.keys()]).toEqual([204])
})
