import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog, readCheckpoint } from '../log/index.ts'
import { READER } from './source.ts'
import { Sources } from './sources.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wayside-sources-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const READ_BYTES = 4_000_000

test('behind a long backlog the newest records are read at once; every record comes, and the checkpoint leaves none out', async () => {
  const folder = join(root, 'a-0')
  const log = await openLog({ folder })
  const body = Buffer.alloc(100_000, 1)
  // Segments of 4, 8, 16 and 32 MB: the newest begins at 28.
  for (let i = 0; i < 29; i++) await Promise.all(Array.from({ length: 10 }, () => log.append(body)))
  const newest = await log.append(body)
  const sources = new Sources(root, () => undefined)
  const seen = new Set<number>()
  const order: number[] = []
  let aheadAfter = 0
  for (let round = 1; ; round++) {
    const stretches = await sources.next(READ_BYTES, round)
    if (stretches.length === 0) break
    for (const { records, checkpoint } of stretches) {
      for (const { sequence } of records) {
        seen.add(sequence)
        order.push(sequence)
      }
      if (checkpoint !== undefined)
        for (let s = 1; s <= checkpoint; s++) expect(seen.has(s), `${s} of ${checkpoint}`).toBe(true)
    }
    sources.done(stretches)
    if (seen.has(newest) && aheadAfter === 0) aheadAfter = seen.size
  }
  expect(seen.size).toBe(newest)
  expect(aheadAfter).toBeLessThan(newest / 2)
  expect(readCheckpoint(folder, READER)).toBe(newest)
  const late = await log.append(body)
  const stretches = await sources.next(READ_BYTES, 5_000)
  expect(stretches.flatMap(({ records }) => records.map(({ sequence }) => sequence))).toEqual([late])
  sources.done(stretches)
  expect(readCheckpoint(folder, READER)).toBe(late)
  sources.close()
  await log.close()
})
