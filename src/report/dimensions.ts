// What reports may be split by, and how each is computed.
import { WaysideError } from '../event/index.ts'
import type { Dimension } from './row.ts'

/** How each is computed. These texts go into the statement; nothing from outside does. */
export const DIMENSIONS: Readonly<Record<Dimension, string>> = {
  site: 'site',
  placement: 'placement',
  position: 'position',
  item: 'item',
  variant: 'variant',
  hour: 'toUnixTimestamp(toStartOfHour(at, {tz:String}))',
  day: 'toDate(at, {tz:String})',
  country: 'country',
  device: 'device',
  via: 'via',
}

/** The same over rolled-up rows, whose time is told in quarters of an hour. */
export const ROLLUP_DIMENSIONS: Readonly<Record<Dimension, string>> = {
  ...DIMENSIONS,
  hour: 'toUnixTimestamp(toStartOfHour(toDateTime(quarter * 900, {tz:String})))',
  day: 'toDate(toDateTime(quarter * 900, {tz:String}))',
}

/** @throws WaysideError DIMENSION_UNKNOWN, naming it. */
export function readDimensions(by: readonly string[]): Dimension[] {
  const unknown = by.find((name) => !Object.hasOwn(DIMENSIONS, name))
  if (unknown !== undefined) throw new WaysideError('DIMENSION_UNKNOWN', `${JSON.stringify(unknown)}:`)
  return [...new Set(by)] as Dimension[]
}
