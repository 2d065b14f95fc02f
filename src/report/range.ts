// Reads the time range and the time zone of a question.
// Promises: a date means its midnight in the zone asked for; "from" is included, "to" is not.
import { PROBE_SITE, WaysideError } from '../event/index.ts'
import { type Params, QUARTER_MS } from '../store/index.ts'

/** Which sites: one, some, or `*` for all that there are. */
export type Sites = string | readonly string[]

/** What every question about a time holds. */
export interface RangeQuery {
  /** A date (`2026-11-01`), a date and time, or ISO 8601 with an offset. Absent: from the beginning. */
  from?: string | undefined
  /** Not included. Absent: up to the end. */
  to?: string | undefined
  /** IANA time zone; UTC otherwise. */
  tz?: string | undefined
}

export interface Range {
  /** Milliseconds since the Unix epoch. */
  from: number
  to: number
  tz: string
}

/** Times that a Date holds, which is less than a DateTime64 does. */
const BEGINNING_MS = 0
const END_MS = Date.UTC(2149, 0, 1)

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/
const ABSOLUTE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** @throws WaysideError RANGE or TIME_ZONE. */
export function readRange({ from, to, tz }: RangeQuery): Range {
  const zone = readTimeZone(tz)
  const range = {
    from: from === undefined ? BEGINNING_MS : readTime(from, zone),
    to: to === undefined ? END_MS : readTime(to, zone),
    tz: zone,
  }
  if (range.from >= range.to) throw new WaysideError('RANGE')
  return range
}

/** @throws WaysideError TIME_ZONE when there is no such zone. */
function readTimeZone(tz = 'UTC'): string {
  const name = tz.toLowerCase()
  const known = zones.get(name)
  if (known !== undefined) return known
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: tz }).resolvedOptions()
    zones.set(name, timeZone)
    return timeZone
  } catch {
    throw new WaysideError('TIME_ZONE')
  }
}

/** Zones that were asked for, in small letters, and how they are written: a few hundred names, and offsets to the minute. */
const zones = new Map<string, string>()

function readTime(text: string, tz: string): number {
  if (ABSOLUTE.test(text)) return bounded(Date.parse(text.replace(' ', 'T')))
  const match = LOCAL.exec(text)
  if (!match) throw new WaysideError('RANGE', `${JSON.stringify(text)} is no date.`)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')))
  if (new Date(wall).getUTCDate() !== day) throw new WaysideError('RANGE', `${text} is no date.`)
  // The offset at the wall time taken as UTC may be that of the other side of a change of clocks, so it is looked up twice.
  const guess = wall - offsetMs(wall, tz)
  return bounded(wall - offsetMs(guess, tz))
}

function bounded(ms: number): number {
  if (Number.isNaN(ms)) throw new WaysideError('RANGE')
  return Math.min(END_MS, Math.max(BEGINNING_MS, ms))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone is ahead of UTC at a time, milliseconds. */
export function offsetMs(at: number, tz: string): number {
  let format = formats.get(tz)
  if (!format) {
    format = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
    formats.set(tz, format)
  }
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name)
  if (!match) return 0
  const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return (match[1] === '-' ? -1 : 1) * seconds * 1_000
}

/** `2026-11-01T13:00+01:00`: the hour that begins at a time, in a zone. */
export function hourText(at: number, tz: string): string {
  const offset = offsetMs(at, tz)
  const minutes = Math.abs(Math.round(offset / 60_000))
  const digits = (value: number): string => String(value).padStart(2, '0')
  const sign = offset < 0 ? '-' : '+'
  return `${new Date(at + offset).toISOString().slice(0, 16)}${sign}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
}

/** Which rows belong to the sites of a question: text for a statement's `site` place, and the names that it binds. */
export interface SitesClause {
  place: string
  sites: string[]
}

/** @param sites absent: all, and what could be read as no site's, but not the backend's own synthetic clicks. @throws WaysideError QUERY when it names none. */
export function sitesClause(sites: Sites | undefined): SitesClause {
  if (sites === undefined || sites === '*')
    return { place: `site != '${PROBE_SITE}' AND {sites:Array(String)} = []`, sites: [] }
  const list = typeof sites === 'string' ? [sites] : [...sites]
  if (list.length === 0) throw new WaysideError('QUERY', 'Name a site.')
  return { place: 'site IN {sites:Array(String)}', sites: list }
}

/**
 * Of rolled-up rows of two periods, those before the end of the earlier one, and those from the split on. Binds `endQuarter` and `splitQuarter`.
 * @param end milliseconds, as `split` at whole quarters of an hour; where both are the same, all rows are of one of the two
 */
export function periodsClause(end: number, split: number): { place: string; params: Params } {
  const place = end === split ? '' : 'AND (quarter < {endQuarter:UInt32} OR quarter >= {splitQuarter:UInt32})'
  return { place, params: { endQuarter: end / QUARTER_MS, splitQuarter: split / QUARTER_MS } }
}
