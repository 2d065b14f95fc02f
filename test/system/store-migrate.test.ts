// A store of an earlier version keeps what it had built when its tables are ordered anew, also when a crash cuts that short.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ChdbDriver, openChdb } from '../../src/store/chdb/driver.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrations } from '../../src/store/statements.ts'

const ROWS = 'SELECT * FROM rollups ORDER BY slice, placement'
const KEY = "SELECT sorting_key AS key FROM system.tables WHERE database = currentDatabase() AND name = 'rollups'"
/** Statements of migration 8, up to the one after which the crash comes. */
const CUTS = [1, 2, 3, 4]

let folder: string
let engine: ChdbDriver
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-migrate-'))
  engine = await openChdb(folder)
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

test('rolled-up rows are ordered anew and none is lost, wherever the migration is cut short', async () => {
  const upTo7 = migrations().filter(({ number }) => number <= 7)
  const eighth = migrations().find(({ number }) => number === 8)!
  await migrate(engine, upTo7)
  await engine.command(
    `INSERT INTO rollups (site, slice, build, piece, quarter, placement, impressions, kind, positions, items, marks, shape)
    SELECT 'shop', number, 1, number, number, ['basket', 'search'][number % 2 + 1], 1, 1, [1], [concat('book-', toString(number))], [1], '000011' FROM numbers(100)`,
  )
  const before = await engine.query(ROWS)
  expect(before).toHaveLength(100)
  const statements = eighth.text
    .replace(/^--.*$/gm, '')
    .split(/;\s*\n/)
    .filter((sql) => sql.trim() !== '')
  for (const cut of CUTS) for (const sql of statements.slice(0, cut)) await engine.command(sql)
  expect(await migrate(engine)).toBe(migrations().at(-1)!.number)
  expect(await engine.query(ROWS)).toEqual(before)
  expect(await engine.query(KEY)).toEqual([{ key: 'site, intDiv(slice, 4096), placement, variant, slice' }])
})
