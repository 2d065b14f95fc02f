// Reads daily counts as people have them: CSV of another tool, with or without a heading, by comma, semicolon or tab.

const DAYS_MAX = 92

export interface Counts {
  days: { day: string; count: number }[]
  /** What is wrong and where; empty when all could be read. */
  fault: string
}

/** The first date and the last number of each line. Several lines of one day add up. */
export function readCounts(text: string): Counts {
  const sums = new Map<string, number>()
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  for (const [at, line] of lines.entries()) {
    const cells = cellsOf(line)
    const day = cells.map(dayOf).find((found) => found !== undefined)
    const number = cells.findLast(
      (cell) => /^\d{1,3}([,.' ]\d{3})+$|^\d{1,12}$/.test(cell) && dayOf(cell) === undefined,
    )
    if (day === undefined || number === undefined) {
      // A heading, or a line of sums at the end.
      if (at === 0 || at === lines.length - 1) continue
      return {
        days: [],
        fault: `Line ${at + 1} holds no ${day === undefined ? 'date such as 2026-11-01' : 'whole number'}: ${line.slice(0, 80)}`,
      }
    }
    sums.set(day, (sums.get(day) ?? 0) + Number(number.replaceAll(/\D/g, '')))
  }
  const days = [...sums].map(([day, count]) => ({ day, count })).sort((a, b) => a.day.localeCompare(b.day))
  if (days.length === 0)
    return { days, fault: 'There is no day in it. Write a date and a number a line: 2026-11-01,120' }
  if (days.length > DAYS_MAX)
    return { days: [], fault: `These are ${days.length} days; up to ${DAYS_MAX} can be compared.` }
  return { days, fault: '' }
}

/** Quoted cells may hold the separator. */
function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ','
  const cells = line.match(
    separator === ',' ? /"[^"]*"|[^,]+/g : separator === ';' ? /"[^"]*"|[^;]+/g : /"[^"]*"|[^\t]+/g,
  )
  return (cells ?? []).map((cell) => cell.trim().replaceAll('"', ''))
}

/** `2026-11-01`, `20261101` (as Google Analytics writes it) or `2026/11/1`; days that do not exist are none. */
function dayOf(cell: string): string | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(cell) ?? /^(20\d\d)(\d\d)(\d\d)$/.exec(cell)
  if (!match) return undefined
  const [, year, month = '', day = ''] = match
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text
}
