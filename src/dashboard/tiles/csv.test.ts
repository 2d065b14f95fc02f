// Files of rows: what spreadsheets would run is defused, what would break a line is quoted.
import { expect, test } from 'vitest'
import { csvOf, ndjsonOf } from './csv.ts'

const table = {
  columns: [{ name: 'item' }, { name: 'clicks', kind: 'count' as const }],
  rows: [
    ['=1+1', 3],
    ['a "b", c\nd', null],
    ['-5', -5],
  ],
}

test('a name that begins like a formula gets an apostrophe; numbers stay numbers', () => {
  expect(csvOf(table)).toBe('item,clicks\r\n\'=1+1,3\r\n"a ""b"", c\nd",\r\n\'-5,-5\r\n')
})

test('NDJSON holds names as they are, one object a line', () => {
  const lines = ndjsonOf(table).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { item: '=1+1', clicks: 3 },
    { item: 'a "b", c\nd', clicks: null },
    { item: '-5', clicks: -5 },
  ])
})

test('a time is ISO 8601, and the head of a measure says its unit', () => {
  const measures = {
    columns: [
      { name: 'at', kind: 'time' as const },
      { name: 'lag', kind: 'ms' as const },
      { name: 'free', kind: 'bytes' as const },
    ],
    rows: [['2026-11-10T00:00:00.000Z', 4, 1_400_000_000]],
  }
  expect(csvOf(measures)).toBe('at,lag (ms),free (bytes)\r\n2026-11-10T00:00:00.000Z,4,1400000000\r\n')
  expect(JSON.parse(ndjsonOf(measures))).toEqual({
    at: '2026-11-10T00:00:00.000Z',
    'lag (ms)': 4,
    'free (bytes)': 1_400_000_000,
  })
})
