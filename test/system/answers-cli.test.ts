// Reports on the command line: formats, comparison, pages, attribution, and what it says when a question is wrong.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, wayside } from '../wayside.ts'

test('one folder, asked in every way', () => {
  const data = temporaryFolder()
  const file = join(data, 'events.ndjson')
  const line = (type: string, day: number, n: number, more: object = {}): string =>
    JSON.stringify({
      type,
      occurredAt: `2026-11-${String(day).padStart(2, '0')}T12:00:0${n}Z`,
      item: `i${n}`,
      listId: `l${day}${n}`,
      position: n,
      variant: n === 1 ? 'new' : 'old',
      visitor: 'v',
      ...more,
    })
  writeFileSync(
    file,
    [
      ...[2, 3, 9, 10].flatMap((day) => [1, 2].map((n) => line('impression', day, n))),
      line('click', 3, 1),
      line('click', 9, 1),
      line('click', 10, 2),
      JSON.stringify({
        type: 'conversion',
        occurredAt: '2026-11-10T13:00:00Z',
        visitor: 'v',
        value: '30',
        currency: 'EUR',
        order: 'o1',
      }),
    ].join('\n'),
  )
  wayside('key', 'add', '--data', data, '--site', 'shop')
  expect(wayside('import', '--data', data, '--site', 'shop', file).status).toBe(0)
  const report = (...more: string[]): ReturnType<typeof wayside> =>
    wayside('report', '--data', data, '--site', 'shop', ...more)

  const table = report('--by', 'item', '--from', '2026-11-09', '--to', '2026-11-16', '--compare')
  expect(table.out).toMatch(/i1\s+2\s+0\s+1\s+50\.0 %\s+\S+\s+50\.0 %, clicks \+0/)
  expect(table.out).toMatch(/i2\s+2\s+0\s+1\s+50\.0 %\s+\S+\s+0\.0 %, clicks \+1/)
  const csv = report('--by', 'item', '--format', 'csv', '--limit', '1')
  expect(csv.out.split('\r\n')).toHaveLength(3)
  const [, place] = /--after (\S+)/.exec(csv.err)!
  expect(report('--by', 'item', '--format', 'csv', '--limit', '5', '--after', place!).out).toMatch(
    /^item,.*\r\ni1,4,0,2,/,
  )
  const out = join(data, 'report.parquet')
  expect(report('--by', 'day', '--format', 'parquet', '--out', out).status).toBe(0)
  expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1')
  const credit = report('--attribution', 'last', '--by', 'item')
  expect(credit.out).toMatch(/i2\s+1\s+0\s+1\s+0\s+30\.00 EUR/)
  expect(credit.out).toContain('windows: clicks 168 h, views 24 h; model last')
  const experiment = (...more: string[]): ReturnType<typeof wayside> =>
    wayside('experiment', '--data', data, '--site', 'shop', ...more)
  const compared = experiment('--control', 'old', '--shares', 'old:1,new:1')
  expect(compared.out).toMatch(/new\s+4\s+50\.0 %\s+25\.0 %\s+–\s+–\s+1\.0\s+open/)
  expect(compared.out).toMatch(/old\s+4\s+4\s+–/)
  expect(compared.out).toContain('traffic: shared as meant')
  expect(JSON.parse(experiment('--format', 'json', '--no-loss').out)).toMatchObject({
    control: 'new',
    ratio: { arms: [{}, {}] },
  })
  const gone = experiment('--control', 'gone')
  expect([gone.status, gone.err]).toEqual([1, expect.stringContaining('No variant "gone" was seen')])

  const wrong = report('--by', 'colour')
  expect([wrong.status, wrong.err]).toEqual([1, expect.stringContaining('Use site, placement, position')])
})

test('a site that was never heard of is no site without events', () => {
  const data = temporaryFolder()
  wayside('key', 'add', '--data', data, '--site', 'shop')
  const unknown = 'wayside: --site shpo: No such site here. Add it to the config file or with: wayside key add.\n'
  for (const command of ['report', 'books', 'experiment'] as const) {
    const asked = wayside(command, '--data', data, '--site', 'shpo')
    expect([command, asked.status, asked.err, asked.out]).toEqual([command, 1, unknown, ''])
  }
  const silent = wayside('books', '--data', data, '--site', 'shop', '--format', 'json')
  expect(JSON.parse(silent.out)).toMatchObject({ received: 0, balanced: true })
})

test('what needs a --yes says that alone', () => {
  const asked = wayside('erase', '--data', temporaryFolder(), '--site', 'shop')
  expect([asked.status, asked.err]).toEqual([
    1,
    'wayside: This takes out much more than one visitor, for good. If that is meant, add --yes.\n',
  ])
})
