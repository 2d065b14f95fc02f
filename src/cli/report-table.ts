// A report for people: the figures that matter first, rates with their intervals, and in a terminal bars and courses over time.
import type { Answers } from '../api/index.ts'
import { bar, sparkline } from './bars.ts'
import { printTable } from './table.ts'

type Answer = Awaited<ReturnType<Answers['report']>>
type Row = Answer['rows'][number]

/** @param by the asked dimensions. @param terminal draw bars and courses. */
export function printReport(
  answer: Answer,
  by: readonly string[],
  terminal: boolean,
  out: Pick<NodeJS.WriteStream, 'write'> = process.stdout,
): void {
  const { rows } = answer
  const best = Math.max(0, ...rows.map((row) => row.clickThroughRate ?? 0))
  printTable(
    rows.map((row) => ({
      ...Object.fromEntries(by.map((name) => [name, (row as unknown as Record<string, unknown>)[name]])),
      impressions: row.impressions,
      views: row.views,
      clicks: row.clicks,
      'clicks / impression': percent(row.clickThroughRate),
      '95 %': interval(row.clickThroughLow, row.clickThroughHigh),
      ...(terminal && { ' ': bar(row.clickThroughRate, best) }),
      ...('previous' in row && { before: change(row) }),
      'clicked lists': percent(row.listClickThroughRate),
      viewable: percent(row.viewableRate),
      late: percent(row.lateShare),
      conversions: row.conversions,
      value: money(row.valueByCurrency),
      'clicks not counted': reasons(row.invalidClicks),
    })),
    out,
  )
  if (terminal) printCourses(rows, by, out)
  const windows = Object.entries(answer.repeatWindowSeconds).map(
    ([site, s]) => `${s / 60} min${site === '*' ? '' : ` (${site})`}`,
  )
  out.write(
    `\nrules ${answer.rules}; again on one item of one list within ${windows.join(', ')} is a repeat; everything received before ${answer.watermark ?? '(nothing yet)'} is in\n`,
  )
}

/** One line for each combination of the other dimensions, when the report goes over days or hours. */
function printCourses(rows: readonly Row[], by: readonly string[], out: Pick<NodeJS.WriteStream, 'write'>): void {
  const time = by.find((name) => name === 'day' || name === 'hour')
  if (!time || rows.length < 2) return
  const others = by.filter((name) => name !== 'day' && name !== 'hour')
  const value = (row: Row, name: string): string => String((row as unknown as Record<string, unknown>)[name] ?? '–')
  const times = [...new Set(rows.map((row) => value(row, time)))].sort()
  const groups = Map.groupBy(rows, (row) => others.map((name) => value(row, name)).join(' '))
  out.write('\n')
  for (const [name, members] of groups) {
    const at = new Map(members.map((row) => [value(row, time), row]))
    const clicks = times.map((one) => at.get(one)?.clicks ?? null)
    const rates = times.map((one) => at.get(one)?.clickThroughRate ?? null)
    out.write(`${name || 'all'}  clicks ${sparkline(clicks)}  clicks / impression ${sparkline(rates)}\n`)
  }
}

function change(row: Row): string {
  const previous = (row as { previous?: { clickThroughRate: number | null; clicks: number } | null }).previous
  if (!previous) return '–'
  const more = row.clicks - previous.clicks
  return `${percent(previous.clickThroughRate)}, clicks ${more >= 0 ? '+' : ''}${more}`
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(rate > 0 && rate < 0.1 ? 2 : 1)} %`
}

function interval(low: number | null, high: number | null): string {
  return low === null || high === null ? '–' : `${(low * 100).toFixed(2)}–${(high * 100).toFixed(2)}`
}

function money(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([currency, value]) => `${value.toFixed(2)} ${currency}`)
    .join(', ')
}

function reasons(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')
}
