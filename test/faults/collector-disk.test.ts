// A disk that fails: no acknowledgement without a sync, a failed file is left alone, a full disk is a 503 until there is room.
import { spawnSync } from 'node:child_process'
import { constants, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectLog } from '../../src/log/index.ts'
import { systemDisk } from '../../src/platform/index.ts'
import { type Collector, need, scratch, shim, startCollector } from './lib/node.ts'
import { note, Oracle, type Row } from './lib/oracle.ts'

let place: ReturnType<typeof scratch>
let oracle: Oracle
beforeEach(() => {
  place = scratch()
  oracle = new Oracle(join(place.folder, 'acknowledged'))
})
afterEach(() => place.remove())
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('the system is asked in this order: write, fdatasync, and only after it has returned, the 204', async () => {
  const trace = join(place.folder, 'trace')
  const calls = 'trace=pwrite64,fdatasync,fsync,rename,write,writev,sendto,sendmsg'
  const under = [need('/usr/bin/strace', 'strace'), '-f', '-qq', '-s', '8192', '-e', calls, '-o', trace]
  const collector = await startCollector({ data: place.folder, under })
  for (let n = 0; n < 20; n++) expect(await oracle.send(collector.port)).toBe(204)
  // The signal is for node, not for strace.
  process.kill(
    Number(
      spawnSync('pgrep', ['-P', String(collector.child.pid)])
        .stdout.toString()
        .trim(),
    ),
    'SIGTERM',
  )
  await collector.stop('SIGCONT')
  const lines = readFileSync(trace, 'utf8').split('\n')
  const begun = lines.findIndex((line) => line.includes('rename(') && line.includes('.log"'))
  expect(begun, 'the segment was put into its folder').toBeGreaterThan(0)
  const folderSynced = lines.findIndex((line, at) => at > begun && /fsync(\(\d+\)| resumed>\)) += 0/.test(line))
  let [written, synced, answers] = [false, false, 0]
  for (const [at, line] of lines.entries()) {
    if (at < begun) continue
    // A write begins with the block that the last one has left half full.
    if (/pwrite64\(.*WAY1/.test(line)) [written, synced] = [true, false]
    if (/fdatasync(\(\d+\)| resumed>\)) += 0/.test(line)) synced = written
    if (!line.includes('"HTTP/1.1 204')) continue
    answers++
    expect(at, 'the folder is synced before the first answer').toBeGreaterThan(folderSynced)
    expect([written, synced], `answer ${answers}: written and synced before`).toEqual([true, true])
    written = synced = false
  }
  expect(answers).toBe(20)
  await oracle.verdict('order of system calls, 20 beacons', join(place.folder, 'log'))
})

/** A collector whose Nth sync fails, and 40 beacons one after the other. */
async function failingSync(nth: number): Promise<Row> {
  const data = join(place.folder, String(nth))
  mkdirSync(data)
  const own = new Oracle(join(data, 'acknowledged'))
  const env = { LD_PRELOAD: shim(), LOSE: '1', EIO_AT: String(nth) }
  const collector = await startCollector({ data, env })
  const answers: (number | string)[] = []
  for (let n = 0; n < 40; n++) {
    answers.push(await own.send(collector.port))
    if (answers.at(-1) === 503) await pause(150)
  }
  expect(answers.at(-1), `sync ${nth}: takes beacons again`).toBe(204)
  const at = answers.indexOf(503)
  // Sync 1 is that of the first segment's header: it may be over before the first beacon comes.
  if (nth > 1) expect(at, `sync ${nth}: the beacon whose sync failed is not acknowledged`).toBe(nth - 2)
  await collector.stop('SIGKILL')
  const segments = inspectLog(join(data, 'log', 'a-0'))
  expect(segments.length, `sync ${nth}: a new segment is begun`).toBe(nth === 1 ? 1 : 2)
  if (nth > 1)
    expect(segments[0]!.last, `sync ${nth}: nothing more is written to the failed one`).toBeLessThanOrEqual(nth - 1)
  expect(segments.flatMap(({ missing }) => missing)).toEqual([])
  return await own.verdict(undefined, join(data, 'log'))
}

test('a sync that fails is never an acknowledgement, and its file is never written again: the 1st to the 20th', async () => {
  const sum: Row = { fault: 'EIO at the Nth sync, N = 1 to 20', acknowledged: 0, found: 0, lost: 0, duplicated: 0 }
  for (let first = 1; first <= 20; first += 4) {
    const rows = await Promise.all([0, 1, 2, 3].map((more) => failingSync(first + more)))
    for (const row of rows) {
      sum.acknowledged += row.acknowledged
      sum.found += row.found
      sum.lost += row.lost
      sum.duplicated += row.duplicated
    }
  }
  expect(note(sum)).toMatchObject({ lost: 0, duplicated: 0 })
  expect(sum.acknowledged).toBeGreaterThan(600)
})

/** With a disk of its own. */
async function onDisk(type: string, options: string[], run: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(place.folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', type, ...options, type, disk])
  if (mounted.status !== 0)
    throw new Error(`This test mounts a ${type}: run it as root, or in: unshare -rm. ${mounted.stderr}`)
  try {
    await run(disk)
  } finally {
    // The last of a process that has just ended may still hold it.
    for (let tries = 0; spawnSync('umount', [disk]).status !== 0 && tries < 50; tries++) await pause(100)
  }
}

test('a full disk is a 503, not a lost record; when space returns beacons are taken again', async () => {
  await onDisk('tmpfs', ['-o', 'size=20m'], async (disk) => {
    let collector: Collector | undefined
    try {
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(8 * 2 ** 20))
      collector = await startCollector({ data: disk })
      let refused = 0
      for (let n = 0; n < 2_000 && refused < 5; n++)
        if ((await oracle.send(collector.port, undefined, 50_000)) === 503) refused++
      expect(refused, 'the disk was full').toBe(5)
      const { port } = collector
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503)
      rmSync(ballast)
      await pause(600)
      expect(await oracle.send(port, undefined, 1_000)).toBe(204)
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
      await collector.stop('SIGKILL')
      const row = await oracle.verdict('disk full, then space again', join(disk, 'log'))
      expect(row).toMatchObject({ lost: 0, duplicated: 0 })
      expect([...oracle.statuses.keys()].sort()).toEqual([204, 503])
    } finally {
      await collector?.stop('SIGKILL')
    }
  })
})

test('a file system that has no writes past the page cache is written through it', async () => {
  await onDisk('ramfs', [], async (disk) => {
    const path = join(disk, 'file')
    const direct = constants.O_CREAT | constants.O_RDWR | constants.O_DIRECT
    expect(() => openSync(path, direct), 'has none').toThrow('EINVAL')
    const file = systemDisk.create(path)
    const bytes = Buffer.from('one, two')
    expect(await file.writeSynced(bytes, 0, 3, 0)).toBe(3)
    expect(await file.writeSynced(bytes, 3, 5, 3)).toBe(5)
    file.close()
    expect(readFileSync(path).subarray(0, 8)).toEqual(bytes)
  })
})

test('the reserve of the disk is kept: appends are refused before it is touched', async () => {
  const collector = await startCollector({ data: place.folder, flags: ['--reserve', String(2 ** 50)] })
  expect(await oracle.send(collector.port)).toBe(503)
  expect(collector.said()).toContain('kept in reserve')
  await collector.stop()
  const log = join(place.folder, 'log', 'a-0')
  expect(readdirSync(log).reduce((sum, name) => sum + statSync(join(log, name)).size, 0)).toBe(0)
})
