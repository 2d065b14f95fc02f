// From sums over outboxes to a loss rate and its 95 % interval. The estimator, its assumptions and its sources: `docs/reference/loss.md`.
// Promises: pure; no loss seen gives 0 with an upper bound, nothing to judge by gives null. Checked by `npm run sim:loss`.
import { betaBelow } from './loss-beta.ts'

/** What the store adds up, over the outboxes of one row. A trial is an event number of which we know that it was given. */
export interface LossSums {
  /** Outboxes with at least one trial. */
  outboxes: number
  trials: number
  /** Trials that never arrived and that the tag did not say it dropped. */
  lost: number
  /** Σ over outboxes of lost², lost × trials, trials². */
  lostSquared: number
  lostTrials: number
  trialsSquared: number
  /** The most that one outbox lost. */
  worst: number
  /** Events that are typically lost together: the mean size of a received record, as its events see it. At least 1. */
  unit: number
}

export interface LossInterval {
  loss: number | null
  low: number | null
  high: number | null
}

const TAIL = 0.025
const BURSTS_FEW = 5
const BURSTS_MANY = 16

/**
 * The ratio of sums, and a mid-P interval on effective counts. Losses come in bursts within an outbox, so the counts are divided by a design effect
 * (Kish) from the variance of the ratio over outboxes; the upper end assumes one more burst of the worst size seen, as Fay and Feuer (1997) do
 * for weighted Poisson counts; mid-P halves what exact intervals overstate (Lancaster 1961, Fay and Kim 2017).
 */
export function lossInterval(sums: LossSums): LossInterval {
  const { trials, lost, outboxes } = sums
  if (trials <= 0) return { loss: null, low: null, high: null }
  const loss = Math.min(1, lost / trials)
  const unit = Math.max(1, sums.unit)
  const spread = sums.lostSquared - 2 * loss * sums.lostTrials + loss * loss * sums.trialsSquared
  const variance = outboxes > 1 ? (Math.max(0, spread) * outboxes) / (outboxes - 1) : unit * trials * loss * (1 - loss)
  const below = effective(lost, trials, variance, unit)
  const burst = Math.min(nextBurst(sums, unit), trials)
  const above = effective(Math.min(trials, lost + burst), trials, variance + burst * burst, burst)
  const cumulated = (rate: number): number =>
    (betaOf(rate, below.lost, below.kept + 1) + betaOf(rate, above.lost, above.kept)) / 2
  return {
    loss,
    low: lost <= 0 ? 0 : Math.min(loss, solve(cumulated, TAIL)),
    high: Math.max(loss, solve(cumulated, 1 - TAIL)),
  }
}

/**
 * How much one more burst might lose. Few bursts seen: the worst of them, or a typical record where that is more. With many seen, the record says
 * nothing more (from BURSTS_FEW on), and the worst gives way to the mean (from BURSTS_MANY on), as in Tiwari, Clegg and Zou (2006).
 */
function nextBurst({ lost, lostSquared, worst }: LossSums, unit: number): number {
  if (lost <= 0) return unit
  const bursts = (lost * lost) / lostSquared
  const mean = lostSquared / lost
  const most = Math.max(worst, unit / Math.max(1, bursts / BURSTS_FEW))
  return mean + (most - mean) / Math.sqrt(Math.max(1, bursts / BURSTS_MANY))
}

/** Counts of independent trials that would vary as much. */
function effective(lost: number, trials: number, variance: number, unit: number): { lost: number; kept: number } {
  const rate = lost / trials
  const binomial = trials * rate * (1 - rate)
  const designEffect = binomial > 0 ? Math.max(1, variance / binomial) : unit
  return { lost: lost / designEffect, kept: (trials - lost) / designEffect }
}

/** The beta distribution, with the limits that it has where a count is zero. */
function betaOf(rate: number, lost: number, kept: number): number {
  if (lost <= 0) return 1
  if (kept <= 0) return rate >= 1 ? 1 : 0
  return betaBelow(rate, lost, kept)
}

/** The rate at which a rising function reaches a value, to seven digits. */
function solve(rising: (rate: number) => number, value: number): number {
  let low = 0
  let high = 1
  while (high - low > 1e-7 * high && high > 1e-12) {
    const middle = (low + high) / 2
    if (rising(middle) < value) low = middle
    else high = middle
  }
  return (low + high) / 2
}
