// Variants compared with a control on a rate or a value, with intervals that stay valid when looked at every hour.
// Promises: pure; over all looks and all variants together, a false alarm with probability alpha at the most (Bonferroni over variants).
// Does not: choose the unit (see `experiment-rate.ts`), or believe arms that lost data unevenly (see `experiment-ratio.ts`).
import { type ArmSums, rateOf } from './experiment-rate.ts'
import { alwaysValidP, effectiveUnits, interval, type Tuning } from './experiment-sequence.ts'
import { EXPERIMENT_ALPHA, EXPERIMENT_EVENTS_MIN, EXPERIMENT_PLANNED_UNITS } from './limits.ts'

export interface Arm extends ArmSums {
  variant: string
}

export interface Compared {
  variant: string
  control: string
  units: number
  /** Null where it has nothing to divide by. */
  rate: number | null
  controlRate: number | null
  /** rate − controlRate, with its interval; null until both arms have EXPERIMENT_EVENTS_MIN of what is counted. */
  effect: number | null
  low: number | null
  high: number | null
  /** The effect as a share of the control's rate, with its interval (on the log scale); null also where a rate is not above 0. */
  lift: number | null
  liftLow: number | null
  liftHigh: number | null
  /** Valid at every look; 1 until there is an interval. For all variants together, multiply by their number (as the intervals do). */
  p: number
  /** The interval leaves out zero: `higher` or `lower`. `open`: not yet. */
  verdict: 'open' | 'higher' | 'lower'
}

export interface ExperimentOptions {
  /** The arm that the others are compared with. */
  control: string
  /** Default 0.05. */
  alpha?: number | undefined
  /** Units of both arms at which the intervals are to be tightest. Default 20,000. Choose it before looking. */
  plannedUnits?: number | undefined
}

/** Each variant beside the control, in the order given. Empty without the control. */
export function compareArms(arms: readonly Arm[], options: ExperimentOptions): Compared[] {
  const control = arms.find(({ variant }) => variant === options.control)
  if (!control) return []
  const variants = arms.filter((arm) => arm !== control)
  const { alpha = EXPERIMENT_ALPHA, plannedUnits = EXPERIMENT_PLANNED_UNITS } = options
  const tuning: Tuning = { alpha: alpha / Math.max(1, variants.length), plannedUnits }
  return variants.map((arm) => compareTwo(arm, control, tuning))
}

function compareTwo(arm: Arm, control: Arm, tuning: Tuning): Compared {
  const [mine, theirs] = [rateOf(arm), rateOf(control)]
  const open: Compared = {
    variant: arm.variant,
    control: control.variant,
    units: arm.units,
    rate: mine.rate,
    controlRate: theirs.rate,
    ...{ effect: null, low: null, high: null, lift: null, liftLow: null, liftHigh: null },
    p: 1,
    verdict: 'open',
  }
  if (mine.rate === null || theirs.rate === null || mine.variance === null || theirs.variance === null) return open
  const variance = mine.variance + theirs.variance
  if (variance === 0 || !isEnough(arm) || !isEnough(control)) return open
  const estimate = { difference: mine.rate - theirs.rate, variance, units: effectiveUnits(arm.units, control.units) }
  const { low, high } = interval(estimate, tuning)
  return {
    ...open,
    effect: estimate.difference,
    low,
    high,
    ...liftOf([mine.rate, mine.variance], [theirs.rate, theirs.variance], estimate.units, tuning),
    p: alwaysValidP(estimate, tuning),
    verdict: low > 0 ? 'higher' : high < 0 ? 'lower' : 'open',
  }
}

type Measured = readonly [rate: number, variance: number]

/** The ratio of two rates by the delta method on its logarithm, which keeps it above −100 %. */
function liftOf(
  [rate, variance]: Measured,
  [base, baseVariance]: Measured,
  units: number,
  tuning: Tuning,
): Pick<Compared, 'lift' | 'liftLow' | 'liftHigh'> {
  if (rate <= 0 || base <= 0) return { lift: null, liftLow: null, liftHigh: null }
  const logs = { difference: Math.log(rate / base), variance: variance / rate ** 2 + baseVariance / base ** 2, units }
  const { low, high } = interval(logs, tuning)
  return { lift: rate / base - 1, liftLow: Math.expm1(low), liftHigh: Math.expm1(high) }
}

/** Central limits need events on both sides: so many counted, and so many units without. */
function isEnough({ units, sumOver, sumOverSquared }: ArmSums): boolean {
  // (Σy)² / Σy² is the count itself for 0s and 1s, and the effective number of contributions for values.
  const events = sumOverSquared > 0 ? sumOver ** 2 / sumOverSquared : 0
  return events >= EXPERIMENT_EVENTS_MIN && units >= 2 * EXPERIMENT_EVENTS_MIN
}
