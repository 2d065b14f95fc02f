// Reads daily counts as people have them: CSV of another tool, with or without a heading and lines of "#", by comma, semicolon or tab.
// Promises: a column is never guessed: where there are several of numbers, the heading must name it.
import { type DateOrder, dayOf, isDate, orderOf } from './counts-day.ts'

const DAYS_MAX = 92

export interface Counts {
  days: { day: string; count: number }[]
  /** What is wrong and where; empty when all could be read. */
  fault: string
}

export type CountsMetric = 'clicks' | 'impressions' | 'views'

/** How headings call a metric, after its own name. */
const CALLED: Readonly<Record<CountsMetric, RegExp>> = {
  clicks: /click|klick|clic/i,
  impressions: /impression/i,
  views: /view|viewed/i,
}
/** What analytics call any event's count. */
const COUNT = /^(event count|events?|count|total events|ereignisanzahl|anzahl)$/i
const TOTAL = /\btotals?\b|\bsumm?e?\b|gesamt/i
const NUMBER = /^\d{1,3}([,.' ]\d{3})+$|^\d{1,12}([.,]0{1,2})?$/

interface Line {
  cells: string[]
  text: string
  /** From 1. */
  number: number
}

/** The date and the number of each line. Several lines of one day add up. */
export function readCounts(text: string, metric: CountsMetric = 'clicks', asked: DateOrder = 'told'): Counts {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, at) => ({ cells: cellsOf(line), text: line.slice(0, 80), number: at + 1 }))
    .filter((line) => line.cells.some((cell) => cell !== '') && !line.text.startsWith('#'))
  const order = orderOf(
    lines.flatMap(({ cells }) => cells),
    asked,
  )
  if (order === undefined)
    return failed('These dates may be read in two ways: say whether the day or the month comes first.')
  const first = lines.findIndex(({ cells }) => cells.some(isDate))
  if (first < 0) return failed('There is no day in it. Write a date and a number a line: 2026-11-01,120')
  const column = columnOf(lines[first]!, lines[0]!.cells.some(isDate) ? undefined : lines[0], metric)
  if (typeof column === 'string') return failed(column)
  return sums(lines.slice(first), column, order)
}

function sums(lines: readonly Line[], column: number, order: 'day' | 'month'): Counts {
  const found = new Map<string, number>()
  for (const [at, { cells, text, number }] of lines.entries()) {
    const day = cells.map((cell) => dayOf(cell, order)).find((one) => one !== undefined)
    const count = numberOf(cells[column] ?? '')
    if (day === undefined && (at === lines.length - 1 || TOTAL.test(text))) continue
    if (day === undefined) return failed(`Line ${number} holds no date such as 2026-11-01: ${text}`)
    if (count === undefined) return failed(`Line ${number} holds no whole number: ${text}`)
    found.set(day, (found.get(day) ?? 0) + count)
  }
  const days = [...found].map(([day, count]) => ({ day, count })).sort((a, b) => a.day.localeCompare(b.day))
  if (days.length > DAYS_MAX) return failed(`These are ${days.length} days; up to ${DAYS_MAX} can be compared.`)
  return { days, fault: '' }
}

function failed(fault: string): Counts {
  return { days: [], fault }
}

/** Which column holds the counts, or what is wrong. @param heading undefined where there is none */
function columnOf({ cells, number, text }: Line, heading: Line | undefined, metric: CountsMetric): number | string {
  const columns = cells.flatMap((cell, at) => (numberOf(cell) !== undefined && !isDate(cell) ? [at] : []))
  if (columns.length === 0) return `Line ${number} holds no whole number: ${text}`
  if (columns.length === 1) return columns[0]!
  const nameOf = (column: number): string => heading?.cells[column] ?? ''
  const isIt = [(name: string) => name.toLowerCase() === metric, CALLED[metric], COUNT]
  for (const test of isIt) {
    const named = columns.filter((column) =>
      typeof test === 'function' ? test(nameOf(column)) : test.test(nameOf(column)),
    )
    if (named.length === 1) return named[0]!
  }
  const names = columns.map((column) => nameOf(column) || `column ${column + 1}`).join(', ')
  return `There are several columns of numbers (${names}). Keep the one that holds ${metric}, or call it "${metric}" in a heading.`
}

/** Whole numbers, also with separators of thousands or as `120.0`. */
function numberOf(cell: string): number | undefined {
  if (!NUMBER.test(cell)) return undefined
  return Number(cell.replace(/[.,]0{1,2}$/, '').replaceAll(/\D/g, ''))
}

/** Quoted cells may hold the separator. */
function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ','
  const cells: string[] = []
  let [cell, isQuoted] = ['', false]
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter !== separator || isQuoted) cell += letter
    else {
      cells.push(cell.trim())
      cell = ''
    }
  }
  return [...cells, cell.trim()]
}
