import { expect, test } from 'vitest'
import { readCounts } from './counts.ts'

test.each([
  ['a heading and commas', 'day,clicks\n2026-11-01,120\n2026-11-02,98'],
  ['as Google Analytics writes it', '# Report\n20261101,120\n20261102,98\n'],
  ['semicolons, and a thousand in dots', 'Datum;Klicks\r\n2026/11/1;120\r\n2026/11/2;98\r\n'],
  ['tabs, and a line of sums', '2026-11-01\tx\t120\n2026-11-02\ty\t98\nTotal\t\t'],
  ['several lines a day', '2026-11-01,a,100\n2026-11-01,b,20\n2026-11-02,a,98'],
])('daily counts are read with %s', (_, text) => {
  expect(readCounts(text)).toEqual({
    days: [
      { day: '2026-11-01', count: 120 },
      { day: '2026-11-02', count: 98 },
    ],
    fault: '',
  })
})

test('numbers with separators are whole numbers', () => {
  expect(readCounts('2026-11-01,"1,234"\n2026-11-02;1.234.567').days.map(({ count }) => count)).toEqual([
    1_234, 1_234_567,
  ])
})

test('what cannot be read is named with its line', () => {
  expect(readCounts('2026-11-01,1\nnonsense\n2026-11-02,2').fault).toBe(
    'Line 2 holds no date such as 2026-11-01: nonsense',
  )
  expect(readCounts('2026-11-01,1\n2026-02-31,2\n2026-11-02,2').fault).toMatch(/^Line 2 holds no date/)
  expect(readCounts('').fault).toMatch(/no day in it/)
  expect(
    readCounts(
      Array.from({ length: 93 }, (_, at) => `${new Date(at * 86_400_000).toISOString().slice(0, 10)},1`).join('\n'),
    ).fault,
  ).toMatch(/93 days/)
})
