// History comes in exactly: totals, a second import, an interrupted one, bad rows.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, wayside } from '../wayside.ts'

const openBandit = resolve(import.meta.dirname, '../../../shared/data/open-bandit')

interface Row {
  variant: string
  position: number
  impressions: number
  views: number
  clicks: number
}

function totals(data: string): [string, number, number, number][] {
  const { out } = wayside('report', '--data', data, '--site', 'fashion', '--by', 'variant,position', '--format', 'json')
  return (JSON.parse(out) as { rows: Row[] }).rows.map((row) => [
    row.variant,
    row.position,
    row.clicks,
    row.impressions,
  ])
}

/** A file in the Open Bandit layout with known totals: every 37th row is clicked. */
function sample(
  folder: string,
  name: string,
  rows: number,
): { path: string; expected: [string, number, number, number][] } {
  const lines = ['timestamp,item_id,position,click,propensity_score']
  const counts = new Map([1, 2, 3].map((position) => [position, { clicks: 0, impressions: 0 }]))
  for (let row = 0; row < rows; row++) {
    const position = (row % 3) + 1
    const click = row % 37 === 0 ? 1 : 0
    lines.push(`${new Date(Date.UTC(2019, 10, 24) + row * 1000).toISOString()},${row % 34},${position},${click},0.03`)
    counts.get(position)!.impressions++
    counts.get(position)!.clicks += click
  }
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  const variant = name.split('-')[0]!
  return {
    path,
    expected: [...counts].map(([position, count]) => [variant, position, count.clicks, count.impressions]),
  }
}

test('an import reports its totals exactly, and a second one changes nothing', () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const { path, expected } = sample(folder, 'bts-men.csv', 2_000)
  const first = wayside('import', '--data', data, '--site', 'fashion', '--preset', 'open-bandit', path)
  expect(first.out).toContain('2000 rows read')
  expect(totals(data)).toEqual(expected)
  const second = wayside('import', '--data', data, '--site', 'fashion', '--preset', 'open-bandit', path)
  expect(second.out).toContain('0 rows read, 0 events, 0 rows rejected; 2000 rows were brought in before')
  expect(totals(data)).toEqual(expected)
})

test('the same rows under a changed file are known by their ids, and count once', () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const { path, expected } = sample(folder, 'bts-men.csv', 500)
  wayside('import', '--data', data, '--site', 'fashion', '--preset', 'open-bandit', path)
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n`)
  expect(wayside('import', '--data', data, '--site', 'fashion', '--preset', 'open-bandit', path).out).toContain(
    '500 rows read',
  )
  expect(totals(data)).toEqual(expected)
  const books = JSON.parse(wayside('books', '--data', data, '--site', 'fashion', '--format', 'json').out) as Record<
    string,
    number
  >
  expect(books).toMatchObject({ received: 2 * books.counted!, duplicate: books.counted, balanced: true })
})

test('bad rows are listed with line and reason, and stop nothing', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'events.ndjson')
  const good = { type: 'conversion', occurredAt: 1732300003000, value: '12.50', currency: 'EUR', order: 'o-1' }
  writeFileSync(path, `${JSON.stringify(good)}\nnonsense\n${JSON.stringify({ ...good, occurredAt: 'soon' })}\n`)
  const { status, out } = wayside('import', '--data', join(folder, 'data'), '--site', 'fashion', path)
  expect(status).toBe(0)
  expect(out).toContain('3 rows read, 1 events, 2 rows rejected')
  expect(out).toContain('line 2: not a JSON object')
  expect(out).toContain('line 3: occurredAt: not a time: "soon"')
  expect(existsSync(join(folder, 'data/import/events.ndjson.rejected.ndjson'))).toBe(true)
})

test('a file that is not there, or whose columns are unknown, is refused with the fix', () => {
  const folder = temporaryFolder()
  const { path } = sample(folder, 'bts-men.csv', 3)
  const data = join(folder, 'data')
  expect(wayside('import', '--data', data, '--site', 's', join(folder, 'none.csv')).err).toContain('no such file')
  expect(wayside('import', '--data', data, '--site', 's', path).err).toContain('with --map, or name a --preset')
})

test.runIf(existsSync(openBandit))('the Open Bandit sample reports its published totals', () => {
  const data = temporaryFolder()
  const files = ['bts-men.csv', 'random-men.csv'].map((name) => join(openBandit, name))
  wayside('import', '--data', data, '--site', 'fashion', '--preset', 'open-bandit', ...files)
  expect(totals(data)).toEqual([
    ['bts', 1, 30, 3339],
    ['bts', 2, 21, 3262],
    ['bts', 3, 18, 3399],
    ['random', 1, 10, 3284],
    ['random', 2, 22, 3388],
    ['random', 3, 14, 3328],
  ])
})
