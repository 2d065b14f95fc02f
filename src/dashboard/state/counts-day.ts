// Reads a day as tools write it. Promises: a date that may be two days is read as neither, unless somebody says in which order it is written.

/** Of dates that end with the year: which number comes first. `told`: what the file itself shows, by a number above 12 or by dots. */
export type DateOrder = 'told' | 'day' | 'month'

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/
const PACKED = /^(20\d\d)(\d\d)(\d\d)$/
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/

/** It looks like a date, whether or not there is such a day. */
export function isDate(cell: string): boolean {
  return YEAR_FIRST.test(cell) || PACKED.test(cell) || YEAR_LAST.test(cell)
}

/** `2026-11-01` from that, `20261101`, `2026/11/1`, `01.11.2026`, or `11/1/2026` in the order given; undefined for days that do not exist. */
export function dayOf(cell: string, order: 'day' | 'month'): string | undefined {
  const [, year, month, day] = YEAR_FIRST.exec(cell) ?? PACKED.exec(cell) ?? []
  if (year !== undefined) return existing(year, month!, day!)
  const [, first, dot, second, last] = YEAR_LAST.exec(cell) ?? []
  if (last === undefined) return undefined
  return order === 'day' || dot === '.' ? existing(last, second!, first!) : existing(last, first!, second!)
}

/** In which order a file writes dates; undefined when it may be either. */
export function orderOf(cells: readonly string[], asked: DateOrder): 'day' | 'month' | undefined {
  if (asked !== 'told') return asked
  const open = cells.flatMap((cell) => {
    const [, first, dot, second] = YEAR_LAST.exec(cell) ?? []
    return first === undefined || dot === '.' ? [] : [[Number(first), Number(second)] as const]
  })
  if (open.length === 0 || open.some(([first]) => first > 12)) return 'day'
  return open.some(([, second]) => second > 12) ? 'month' : undefined
}

function existing(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text
}
