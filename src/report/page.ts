// Pages of a grouped answer: rows in the order of their dimensions, and where the next page begins.
// Promises: a page begins right after the last row of the one before it, whatever was loaded in between: the place is a row's name, not a count.
import { WaysideError } from '../event/index.ts'
import type { Params } from '../store/index.ts'
import { REPORT_ROWS_MAX } from './limits.ts'
import type { Dimension } from './row.ts'

export interface PageQuery {
  /** Rows of one answer, up to REPORT_ROWS_MAX. */
  limit?: number | undefined
  /** `next` of the answer before. */
  after?: string | undefined
}

/** The end of a statement, and what it binds. */
export interface Page {
  grouping: string
  params: Params
  limit: number
}

/** How a bound value is read back as what the dimension's column holds. */
const BINDINGS: Partial<Record<Dimension, (name: string) => string>> = {
  position: (name) => `{${name}:UInt16}`,
  hour: (name) => `{${name}:UInt32}`,
  day: (name) => `toDate({${name}:String})`,
}

/** @throws WaysideError QUERY when `after` is not of this question, or the limit is none. */
export function pageOf(by: readonly Dimension[], query: PageQuery): Page {
  const limit = query.limit ?? REPORT_ROWS_MAX
  if (!Number.isInteger(limit) || limit < 1 || limit > REPORT_ROWS_MAX)
    throw new WaysideError('QUERY', `limit: 1 to ${REPORT_ROWS_MAX}.`)
  const values = query.after === undefined ? undefined : readPlace(query.after, by)
  if (by.length === 0) return { grouping: '', params: {}, limit }
  const names = by.map((name) => `by_${name}`).join(', ')
  const bound = by.map((name) => (BINDINGS[name] ?? ((place) => `{${place}:String}`))(`after_${name}`)).join(', ')
  return {
    grouping: `GROUP BY ${names} ${values ? `HAVING (${names}) > (${bound})` : ''} ORDER BY ${names}`,
    params: Object.fromEntries((values ?? []).map((value, at) => [`after_${by[at]}`, value])),
    limit,
  }
}

/** Where a page ends, for `after`. @param row as the store gave it, with `by_<name>`. */
export function placeAfter(row: object, by: readonly Dimension[]): string {
  const named = row as Record<string, unknown>
  return Buffer.from(JSON.stringify(by.map((name) => named[`by_${name}`]))).toString('base64url')
}

function readPlace(after: string, by: readonly Dimension[]): (string | number)[] {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(after, 'base64url').toString())
  } catch {
    values = undefined
  }
  const fits = (value: unknown, name: Dimension): boolean => {
    if (name === 'position' || name === 'hour')
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32
    return typeof value === 'string' && (name !== 'day' || /^\d{4}-\d\d-\d\d$/.test(value))
  }
  if (!Array.isArray(values) || values.length !== by.length || !by.every((name, at) => fits(values[at], name)))
    throw new WaysideError('QUERY', 'after: not the "next" of an answer to this question.')
  return values as (string | number)[]
}
