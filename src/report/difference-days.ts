// The arithmetic of comparing another tool's daily counts with ours. Asks nobody.
import { DIFFERENCE_SHIFT_GAIN, DIFFERENCE_SHIFT_HOURS_MAX } from './limits.ts'
import type { Loss } from './loss.ts'
import { readRange } from './range.ts'

export type DifferenceMetric = 'clicks' | 'impressions' | 'views'

export interface DifferenceQuery {
  site: string
  /** IANA time zone of our days; the other tool's, as far as it is known. */
  tz?: string | undefined
  metric: DifferenceMetric
  /** The other tool's count of each day, `2026-11-01`. */
  theirs: readonly { day: string; count: number }[]
}

export interface DifferenceDay {
  day: string
  theirs: number
  /** Those that count, and all deliveries of distinct ids; in days that begin at `shiftHours`. */
  net: number
  gross: number
  invalid: Record<string, number>
  /** Of net: what came in later than it happened. */
  late: number
  /** What never reached us, as far as outboxes tell; null where it is not known. */
  lost: number | null
  /** `theirs` minus the nearest count that all of this explains; 0 when it does. */
  unexplained: number
}

export interface Difference {
  metric: DifferenceMetric
  tz: string
  /** How many hours later than ours the other tool's days seem to begin; 0 when the figures do not say otherwise. */
  shiftHours: number
  days: DifferenceDay[]
  total: Omit<DifferenceDay, 'day'>
}

/** Our figures of the hour that begins at a time, milliseconds. */
export type Hour = Pick<DifferenceDay, 'net' | 'gross' | 'invalid' | 'late'> & { at: number }

/** The same over figures that are there. */
export function compareDays(known: {
  metric: DifferenceMetric
  tz: string
  theirs: DifferenceQuery['theirs']
  hours: readonly Hour[]
  lossByDay: Loss
}): Difference {
  const { metric, tz, theirs, hours, lossByDay } = known
  const starts = theirs.map(({ day }) => ({
    from: readRange({ from: day, tz }).from,
    to: readRange({ from: addDays(day, 1), tz }).from,
  }))
  const shiftHours = shiftOf(
    theirs.map(({ count }) => count),
    starts,
    hours,
  )
  const days = theirs.map(({ day, count }, at) => {
    const sums = sumWithin(hours, starts[at]!, shiftHours)
    const rate = lossByDay.rows.find((row) => row.day === day)?.loss ?? null
    const lost = rate === null || rate >= 1 ? null : (sums.gross * rate) / (1 - rate)
    return { day, theirs: count, ...sums, lost, unexplained: unexplained(count, sums, lost ?? 0) }
  })
  return { metric, tz, shiftHours, days, total: totalOf(days) }
}

/** The other tool may have anything between what reached a tool without an outbox and all that happened. */
function unexplained(theirs: number, { net, gross, late }: Omit<Hour, 'at'>, lost: number): number {
  const [low, high] = [net - late, gross + lost]
  return theirs < low ? theirs - low : theirs > high ? theirs - high : 0
}

/** The whole hours by which days that begin elsewhere fit best, in shape: each tool counts another share of the same clicks. */
function shiftOf(
  theirs: readonly number[],
  starts: readonly { from: number; to: number }[],
  hours: readonly Hour[],
): number {
  const missOf = (shift: number): number => {
    const ours = starts.map((start) => sumWithin(hours, start, shift).gross)
    const share = sum(theirs) / Math.max(1, sum(ours))
    return sum(theirs.map((count, at) => Math.abs(count - share * ours[at]!)))
  }
  if (theirs.length < 3 || sum(theirs) === 0) return 0
  const unshifted = missOf(0)
  let best = { shift: 0, miss: unshifted * (1 - DIFFERENCE_SHIFT_GAIN) }
  for (let shift = -DIFFERENCE_SHIFT_HOURS_MAX; shift <= DIFFERENCE_SHIFT_HOURS_MAX; shift++) {
    const miss = missOf(shift)
    if (miss < best.miss) best = { shift, miss }
  }
  return best.shift
}

function sumWithin(
  hours: readonly Hour[],
  { from, to }: { from: number; to: number },
  shiftHours: number,
): Omit<Hour, 'at'> {
  const shiftMs = shiftHours * 3_600_000
  const within = hours.filter(({ at }) => at >= from + shiftMs && at < to + shiftMs)
  return addUp(within)
}

function addUp(parts: readonly Omit<Hour, 'at'>[]): Omit<Hour, 'at'> {
  const invalid: Record<string, number> = {}
  for (const part of parts)
    for (const [reason, count] of Object.entries(part.invalid)) invalid[reason] = (invalid[reason] ?? 0) + count
  return {
    net: sum(parts.map(({ net }) => net)),
    gross: sum(parts.map(({ gross }) => gross)),
    late: Math.round(sum(parts.map(({ late }) => late))),
    invalid,
  }
}

function totalOf(days: readonly DifferenceDay[]): Difference['total'] {
  const sums = addUp(days)
  const theirs = sum(days.map((day) => day.theirs))
  const lost = days.every((day) => day.lost === null) ? null : sum(days.map((day) => day.lost ?? 0))
  return { theirs, ...sums, lost, unexplained: unexplained(theirs, sums, lost ?? 0) }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}
