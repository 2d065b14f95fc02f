// Zooming into a stretch of time and out of it again. The address keeps what one zoomed in from.
import type { Change, Place } from './place.ts'

/** Dates that one zoomed in from, as `range` holds them meanwhile. */
const DATES = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/
/** The shortest stretch, milliseconds. */
const LEAST_MS = 600_000
const HOUR_MS = 3_600_000

/** @param from milliseconds; rounded to whole minutes, or hours where that is no loss */
export function zoomIn(place: Place, from: number, to: number): Change {
  const grain = to - from > 2 * HOUR_MS ? HOUR_MS : 60_000
  const whole = (time: number): string => new Date(Math.round(time / grain) * grain).toISOString()
  const isOfDates = place.from !== undefined && !place.from.includes('T')
  return {
    from: whole(from),
    to: whole(Math.max(to, from + LEAST_MS)),
    range: isOfDates ? `${place.from}..${place.to}` : place.range,
  }
}

/** Back to the preset or the dates that one zoomed in from. */
export function zoomOut({ range = '' }: Place): Change {
  const [, from, to] = DATES.exec(range) ?? []
  return from === undefined ? { from: undefined, to: undefined } : { from, to, range: undefined }
}
