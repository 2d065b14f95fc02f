// An interval for a difference that stays valid however often one looks: an asymptotic confidence sequence.
// Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
// Annals of Statistics 52 (2024), arXiv:2103.06476: the Gaussian mixture's boundary, and the ρ that makes it tight at a chosen time.
// Promises: pure. Does not: hold at a handful of events, being asymptotic; `experiment.ts` waits for enough.

/** An estimate at one look. */
export interface Estimate {
  /** The difference. */
  difference: number
  /** Its squared standard error. */
  variance: number
  /** How many units carry it: see {@link effectiveUnits}. */
  units: number
}

export interface Tuning {
  /** The chance, over all looks together, that the interval ever misses the truth. */
  alpha: number
  /** Units at which the interval is to be at its tightest. Chosen before the data are seen; validity holds for any choice. */
  plannedUnits: number
}

/**
 * Units of a balanced experiment that would know the difference as well: four times the harmonic sum of both arms.
 * Equal to their total when they are equal.
 */
export function effectiveUnits(one: number, other: number): number {
  return one > 0 && other > 0 ? (4 * one * other) / (one + other) : 0
}

/** How many standard errors the interval reaches to each side at this look. About 3 where it is tightest, for alpha 0.05. */
export function reach(units: number, { alpha, plannedUnits }: Tuning): number {
  const ratio = mixture(units, { alpha, plannedUnits })
  return Math.sqrt((1 + 1 / ratio) * Math.log((1 + ratio) / alpha ** 2))
}

/** The interval at this look. Over all looks together it misses the truth with probability alpha at the most, asymptotically. */
export function interval(estimate: Estimate, tuning: Tuning): { low: number; high: number } {
  const half = reach(estimate.units, tuning) * Math.sqrt(estimate.variance)
  return { low: estimate.difference - half, high: estimate.difference + half }
}

/**
 * The p-value that stays valid at every look: the smallest alpha whose interval leaves out zero, the mixture kept as tuned.
 * One over the mixture likelihood ratio, at most 1.
 */
export function alwaysValidP(estimate: Estimate, tuning: Tuning): number {
  if (estimate.variance <= 0) return 1
  const ratio = mixture(estimate.units, tuning)
  const squared = estimate.difference ** 2 / estimate.variance
  return Math.min(1, Math.sqrt(1 + ratio) * Math.exp((-squared * ratio) / (2 * (1 + ratio))))
}

/** The paper's tρ², with its ρ for a time that is chosen beforehand. */
function mixture(units: number, { alpha, plannedUnits }: Tuning): number {
  const logs = -2 * Math.log(alpha)
  return (units / plannedUnits) * (logs + Math.log(logs + 1))
}
