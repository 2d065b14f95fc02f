import { expect, test } from 'vitest'
import { printReport } from './report-table.ts'

const row = {
  impressions: 200,
  views: 150,
  clicks: 10,
  grossImpressions: 200,
  grossViews: 150,
  grossClicks: 12,
  invalidImpressions: {},
  invalidViews: {},
  invalidClicks: { forged: 2 },
  clickThroughRate: 0.05,
  clickThroughLow: 0.0274,
  clickThroughHigh: 0.0896,
  lists: 20,
  clickedLists: 9,
  listClickThroughRate: 0.45,
  listClickThroughLow: 0.26,
  listClickThroughHigh: 0.66,
  viewableRate: 0.75,
  viewableLow: 0.68,
  viewableHigh: 0.8,
  lateShare: 0,
  conversions: 1,
  value: 20,
  valueByCurrency: { EUR: 20 },
}

function printed(rows: object[], by: string[], terminal: boolean): string {
  let text = ''
  printReport(
    { rows, rules: 1, repeatWindowSeconds: { '*': 1800, shop: 600 }, watermark: '2026-11-08T00:00:00.000Z' } as never,
    by,
    terminal,
    {
      write: (part: string) => {
        text += part
        return true
      },
    } as never,
  )
  return text
}

test('a report for people says rates with their intervals, money by currency and why clicks do not count', () => {
  const text = printed([{ variant: 'a', ...row }], ['variant'], false)
  expect(text).toMatch(
    /a\s+200\s+150\s+10\s+5\.00 %\s+2\.74–8\.96\s+45\.0 %\s+75\.0 %\s+0\.0 %\s+1\s+20\.00 EUR\s+forged 2/,
  )
  expect(text).toContain('rules 1; again on one item of one list within 30 min, 10 min (shop) is a repeat;')
  expect(text).toContain('everything received before 2026-11-08T00:00:00.000Z is in')
  expect(text).not.toMatch(/[█▁]/)
})

test('in a terminal the best rate has the longest bar, and days become a line', () => {
  const days = [1, 2, 3].map((n) => ({ day: `2026-11-0${n}`, ...row, clicks: n * 10, clickThroughRate: n * 0.05 }))
  const text = printed(days, ['day'], true)
  expect(text).toContain('█'.repeat(16))
  expect(text).toContain('all  clicks ▃▆█  clicks / impression ▃▆█')
})

test('a row is shown beside the period before it', () => {
  const text = printed(
    [
      { ...row, previous: { clicks: 4, clickThroughRate: 0.04 } },
      { ...row, previous: null },
    ],
    [],
    false,
  )
  expect(text).toMatch(/4\.00 %, clicks \+6/)
})
