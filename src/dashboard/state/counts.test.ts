import { expect, test } from 'vitest'
import { readCounts } from './counts.ts'

test.each([
  ['a heading and commas', 'day,clicks\n2026-11-01,120\n2026-11-02,98'],
  [
    'lines of # as an exploration of Google Analytics has them, a total above, several columns',
    '# ----------------------------------------\n# Free form 1\n# Property: Books\n# 20261101-20261102\n# ----\n\n\nDate,Event count,Total users\n,218,48,Grand total\n20261101,120,30\n20261102,98,18\n',
  ],
  ['the column of the metric first, others behind', 'Date,Clicks,Users\n2026-11-01,120,30\n2026-11-02,98,18'],
  ['the day first, by dots', 'Datum;Klicks\n01.11.2026;120\n02.11.2026;98'],
  [
    'the month first, as a day above 12 tells',
    'Day,Clicks\n11/01/2026,100\n11/01/2026,20\n11/02/2026,98\n11/13/2026,0',
  ],
  ['whole numbers with a nought behind', '2026-11-01,120.0\n2026-11-02,98.00'],
  ['empty cells', 'day,page,clicks\n2026-11-01,,120\n2026-11-02,,98'],
  ['semicolons, and a thousand in dots', 'Datum;Klicks\r\n2026/11/1;120\r\n2026/11/2;98\r\n'],
  ['tabs, and a line of sums', '2026-11-01\tx\t120\n2026-11-02\ty\t98\nTotal\t\t'],
  ['several lines a day', '2026-11-01,a,100\n2026-11-01,b,20\n2026-11-02,a,98'],
])('daily counts are read with %s', (_, text) => {
  const { days, fault } = readCounts(text)
  expect(fault).toBe('')
  expect(days.filter(({ count }) => count > 0)).toEqual([
    { day: '2026-11-01', count: 120 },
    { day: '2026-11-02', count: 98 },
  ])
})

test('numbers with separators are whole numbers', () => {
  expect(readCounts('2026-11-01,"1,234"\n2026-11-02;1.234.567').days.map(({ count }) => count)).toEqual([
    1_234, 1_234_567,
  ])
})

test('dates that may be two days are asked about, and read in the order that is said', () => {
  const text = 'Day,Clicks\n11/01/2026,120\n11/02/2026,98'
  expect(readCounts(text).fault).toMatch(/say whether the day or the month comes first/)
  expect(readCounts(text, 'clicks', 'month').days.map(({ day }) => day)).toEqual(['2026-11-01', '2026-11-02'])
  expect(readCounts(text, 'clicks', 'day').days.map(({ day }) => day)).toEqual(['2026-01-11', '2026-02-11'])
})

test('of several columns of numbers none is guessed', () => {
  const text = 'Date,Sessions,Users\n2026-11-01,120,30'
  expect(readCounts(text).fault).toMatch(/several columns of numbers \(Sessions, Users\).*holds clicks/)
  expect(readCounts('2026-11-01,120,30', 'views').fault).toMatch(/\(column 2, column 3\).*call it "views"/)
  const both = 'Date,Views,Clicks\n2026-11-01,120,30'
  expect(readCounts(both, 'views').days).toEqual([{ day: '2026-11-01', count: 120 }])
  expect(readCounts(both, 'clicks').days).toEqual([{ day: '2026-11-01', count: 30 }])
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
