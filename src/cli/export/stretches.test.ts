// How an export is cut: by what memory allows, and the same way every time.
import { expect, test } from 'vitest'
import type { ExportSlot } from '../../report/index.ts'
import { HOUR_MS, type Stretch, stretchesOf } from './stretches.ts'

const DAY = Date.UTC(2026, 10, 1)
const KIND = { every: 'day', format: 'parquet' } as const
const slot = (hour: number, minute: number, counted: number): ExportSlot => ({
  start: DAY + hour * HOUR_MS + minute * 60_000,
  verdicts: { counted, repeat: 1 },
})
const never = (): never => {
  throw new Error('not asked for')
}
const names = (stretches: readonly Stretch[]): [string, number][] => stretches.map(({ path, rows }) => [path, rows])

test('a day that fits is one file, and one that does not is cut by the clock into the longest parts that fit', async () => {
  const small = await stretchesOf([slot(1, 0, 40), slot(13, 0, 50)], KIND, never, 100)
  expect(small).toMatchObject([{ path: 'day=2026-11-01/rows.parquet', rows: 92, verdicts: { counted: 90, repeat: 2 } }])
  const large = await stretchesOf([slot(1, 0, 40), slot(13, 0, 50), slot(23, 0, 8), slot(30, 0, 9)], KIND, never, 60)
  expect(names(large)).toEqual([
    ['day=2026-11-01/rows-0000.parquet', 41],
    ['day=2026-11-01/rows-1200.parquet', 60],
    ['day=2026-11-02/rows.parquet', 10],
  ])
})

test('an hour that is too large is cut by its minutes, and a minute that is too large is left whole', async () => {
  const minutes = [slot(5, 0, 29), slot(5, 1, 99), slot(5, 7, 29), slot(5, 8, 10)]
  const asked: number[] = []
  const cut = await stretchesOf(
    [slot(5, 0, 170)],
    { every: 'hour', format: 'csv' },
    async (from, to) => {
      asked.push(from - DAY, to - DAY)
      return minutes
    },
    50,
  )
  expect(asked).toEqual([5 * HOUR_MS, 6 * HOUR_MS])
  expect(names(cut)).toEqual([
    ['day=2026-11-01/hour=05/rows-0500.csv', 30],
    ['day=2026-11-01/hour=05/rows-0501.csv', 100],
    ['day=2026-11-01/hour=05/rows-0507.csv', 30],
    ['day=2026-11-01/hour=05/rows-0508.csv', 11],
  ])
})
