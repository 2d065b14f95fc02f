import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Disk, systemDisk } from '../platform/index.ts'
import { openLog, openReader, readCheckpoint, writeCheckpoint } from './index.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'wayside-log-')), 'a-0')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

async function readAll(after = 0): Promise<[number, string][]> {
  const reader = openReader({ folder, after })
  const all: [number, string][] = []
  for (;;) {
    const some = await reader.read(1000)
    if (some.length === 0) break
    all.push(...some.map(({ sequence, body }): [number, string] => [sequence, body.toString()]))
  }
  reader.close()
  return all
}

test('what was appended is read back, the same bytes, in order, from any sequence on', async () => {
  const log = await openLog({ folder })
  const sequences = await Promise.all(['one', '', 'three'].map((text) => log.append(Buffer.from(text))))
  expect(sequences).toEqual([1, 2, 3])
  expect(await readAll()).toEqual([
    [1, 'one'],
    [2, ''],
    [3, 'three'],
  ])
  expect(await readAll(2)).toEqual([[3, 'three']])
  await log.close()
  expect(await readAll()).toHaveLength(3)
})

test('after a clean close numbers go on without a hole; a second holder is told who has the folder', async () => {
  const log = await openLog({ folder })
  await log.append(Buffer.from('a'))
  await expect(openLog({ folder })).rejects.toThrow(`held by process ${process.pid}`)
  await log.close()
  const again = await openLog({ folder })
  expect(again.recovery).toMatchObject({ unclean: false, damage: [] })
  expect(await again.append(Buffer.from('b'))).toBe(2)
  await again.close()
  await expect(again.append(Buffer.from('c'))).rejects.toThrow('it is closed')
  expect(await readAll()).toEqual([
    [1, 'a'],
    [2, 'b'],
  ])
})

test('segments rotate under load, a reader follows, and read segments go only when every reader is past them', async () => {
  const log = await openLog({ folder, segmentBytesMin: 20_000, segmentBytesMax: 20_000 })
  const bodies = Array.from({ length: 300 }, (_, n) => `${n}:${'x'.repeat(n)}`)
  for (let at = 0; at < bodies.length; at += 7)
    await Promise.all(bodies.slice(at, at + 7).map((body) => log.append(Buffer.from(body))))
  const segments = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.log'))
  expect(segments().length).toBeGreaterThan(3)
  expect((await readAll()).map(([, body]) => body)).toEqual(bodies)
  writeCheckpoint(folder, 'loader', 300)
  writeCheckpoint(folder, 'export', 0)
  await log.close()
  const again = await openLog({ folder })
  expect(again.figures.segmentsDeleted).toBe(0)
  writeCheckpoint(folder, 'export', 200)
  await again.close()
  await (await openLog({ folder })).close()
  const rest = await readAll()
  expect(rest[0]![0]).toBeLessThanOrEqual(201)
  expect(rest.at(-1)![0]).toBe(300)
  expect(rest.length).toBeLessThan(250)
  expect(readCheckpoint(folder, 'export')).toBe(200)
})

test('a record too large, and one too many, are refused and told so', async () => {
  const log = await openLog({ folder })
  await expect(log.append(Buffer.alloc(17 * 2 ** 20))).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
  const big = Array.from({ length: 5 }, () => log.append(Buffer.alloc(10 * 2 ** 20, 'x')))
  const settled = await Promise.allSettled(big)
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
  await log.close()
  expect(await readAll()).toHaveLength(3)
})

test('the disk has the next commit before the waiters of the last are told', async () => {
  const calls: string[] = []
  const disk: Disk = {
    ...systemDisk,
    create(path) {
      const file = systemDisk.create(path)
      return {
        ...file,
        writeSynced: (bytes, from, length, position) => {
          calls.push('write and sync')
          return file.writeSynced(bytes, from, length, position)
        },
      }
    },
  }
  const log = await openLog({ folder, disk })
  calls.length = 0
  const append = (name: string): Promise<void> =>
    new Promise((resolve, refused) => {
      const committed = (): void => {
        calls.push(`told ${name}`)
        resolve()
      }
      log.put(Buffer.alloc(0), Buffer.from(name), 0, name.length, { committed, refused })
    })
  const first = append('a')
  while (!calls.includes('write and sync')) await new Promise((resolve) => setImmediate(resolve))
  await Promise.all([first, append('b')])
  expect(calls).toEqual(['write and sync', 'write and sync', 'told a', 'told b'])
  await log.close()
})

test('behind a backlog the disk is told what will be read before it is, over the end of a segment too', async () => {
  const log = await openLog({ folder, segmentBytesMin: 20_000, segmentBytesMax: 20_000 })
  for (let n = 0; n < 60; n++) await log.append(Buffer.alloc(1_000, n))
  const told: [path: string, from: number, to: number][] = []
  const late: string[] = []
  let isWarm = false
  const disk: Disk = {
    ...systemDisk,
    open(path, writable) {
      const file = systemDisk.open(path, writable)
      return (
        file && {
          ...file,
          readAhead: (length, position) => void told.push([path, position, position + length]),
          read(into, length, position) {
            // The header, as a segment is opened, tells nothing of how the records are read.
            const isTold = told.some(([one, from, to]) => one === path && from <= position && position < to)
            if (isWarm && length > 100 && !isTold) late.push(`${path}:${position}`)
            return file.read(into, length, position)
          },
        }
      )
    },
  }
  const reader = openReader({ folder, after: 0, disk })
  let count = (await reader.read(6_000)).length
  isWarm = true
  for (let some = await reader.read(6_000); some.length > 0; some = await reader.read(6_000)) count += some.length
  expect(count).toBe(60)
  expect(late).toEqual([])
  const asked = told.length
  await reader.read(6_000)
  expect(told.length, 'nothing is asked for where nothing waits').toBe(asked)
  reader.close()
  await log.close()
})
