// How many units until an effect of a given size is seen, by the very interval that the report shows, and how long that still takes.
// Promises: pure. At the units that it names, the interval leaves out zero with probability `power`; by then it has at some look with
// more. Does not: know the effect: say the smallest worth having, since the one observed so far is luck too.
import { normalQuantile } from './experiment-normal.ts'
import { effectiveUnits, reach, type Tuning } from './experiment-sequence.ts'

export interface PowerQuery extends Tuning {
  /** The smallest difference worth seeing, not 0. */
  effect: number
  /** Variance of the difference times the effective units: what one unit of a balanced experiment leaves unknown. */
  unitVariance: number
  /** Default 0.8. */
  power?: number
}

/** The unit variance that two arms have shown. @returns null before both have two units. */
export function unitVariance(
  one: { units: number; variance: number | null },
  other: { units: number; variance: number | null },
): number | null {
  if (one.variance === null || other.variance === null) return null
  return (one.variance + other.variance) * effectiveUnits(one.units, other.units)
}

/** Units of both arms together, balanced. Infinity when the effect is 0 or nothing varies enough to tell. */
export function unitsNeeded(query: PowerQuery): number {
  const { effect, unitVariance, power = 0.8 } = query
  if (effect === 0) return Number.POSITIVE_INFINITY
  if (unitVariance === 0) return 0
  const margin = normalQuantile(power)
  const isEnough = (units: number): boolean =>
    (reach(units, query) + margin) * Math.sqrt(unitVariance / units) <= Math.abs(effect)
  let high = 2
  while (!isEnough(high)) {
    high *= 2
    if (high > 2 ** 53) return Number.POSITIVE_INFINITY
  }
  let low = high / 2
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/** Days that it still takes at this many units a day; 0 when they are there already. Infinity when none come. */
export function daysToGo(needed: number, sofar: number, unitsPerDay: number): number {
  if (needed <= sofar) return 0
  return unitsPerDay > 0 ? (needed - sofar) / unitsPerDay : Number.POSITIVE_INFINITY
}
