// What would one variant have earned on another's traffic? Off-policy estimates from propensities: IPS, self-normalised IPS, doubly robust.
// Sources: Horvitz, Thompson, JASA 47 (1952); Swaminathan, Joachims, "The Self-Normalized Estimator", NIPS 2015; Dudík, Langford, Li,
// "Doubly Robust Policy Evaluation and Learning", ICML 2011. Standard errors are clustered by list, whose positions go together.
// Promises: pure, one pass, constant memory. Does not: hold at every look (the log is fixed), or mend propensities that are wrong.
import { normalQuantile } from './experiment-normal.ts'
import { POLICY_WEIGHT_MAX } from './limits.ts'

/** One item shown by the logging variant. */
export interface Shown {
  /** Rows of one list stand together. A row without is a list of its own. */
  list?: string
  /** The logging variant's probability of showing this item at this position, above 0. */
  propensity: number
  /** The target variant's. */
  target: number
  /** What it earned: 1 for a click, or a value. */
  reward: number
  /** A model's guess of the reward of this item, and its mean over the items that the target would have shown here. */
  model?: { shown: number; target: number }
}

export interface PolicyEstimate {
  /** Reward per item shown. */
  value: number
  low: number
  high: number
}

export interface PolicyEstimates {
  rows: number
  lists: number
  /** Unbiased with right propensities, at the price of variance. */
  ips: PolicyEstimate
  /** Biased a little, steadier: the one to read first. Null when the target shows none of it. */
  snips: PolicyEstimate | null
  /** Unbiased when the propensities or the model are right. Null unless every row has the model's guess. */
  doublyRobust: PolicyEstimate | null
  /** Rows' worth of evidence: (Σw)² / Σw². A small share of the rows means that the variants hardly overlap. */
  effectiveRows: number
  /** Mean weight: 1 if the propensities are right and every item that the target shows could have been shown. */
  meanWeight: PolicyEstimate
  /** Rows whose weight was cut to POLICY_WEIGHT_MAX, and rows left out for a propensity that can't be one. */
  cut: number
  unusable: number
}

/** Sums over lists of pairs (a, b) of sums over their rows: means and ratios with clustered errors. */
class Clusters {
  count = 0
  #a = [0, 0]
  #b = [0, 0]
  #ab = 0

  add(a: number, b: number): void {
    this.count++
    this.#a = [this.#a[0]! + a, this.#a[1]! + a * a]
    this.#b = [this.#b[0]! + b, this.#b[1]! + b * b]
    this.#ab += a * b
  }

  /** Σa / Σb with its 95 % interval by the delta method. */
  ratio(): PolicyEstimate {
    const value = this.#a[0]! / this.#b[0]!
    const squares = this.#a[1]! - 2 * value * this.#ab + value * value * this.#b[1]!
    const inflation = this.count > 1 ? this.count / (this.count - 1) : Number.POSITIVE_INFINITY
    const half = normalQuantile(0.975) * (Math.sqrt(Math.max(0, squares) * inflation) / Math.abs(this.#b[0]!))
    return { value, low: value - half, high: value + half }
  }

  get isDefined(): boolean {
    return this.#b[0]! !== 0
  }
}

/** @returns null without a usable row. */
export function evaluatePolicy(rows: Iterable<Shown>): PolicyEstimates | null {
  const [ips, snips, robust, weights] = [new Clusters(), new Clusters(), new Clusters(), new Clusters()]
  let [count, sum, squares, cut, unusable, modelled] = [0, 0, 0, 0, 0, 0]
  let list: string | undefined
  let held = { rows: 0, weight: 0, earned: 0, robust: 0 }
  const close = (): void => {
    if (held.rows === 0) return
    ips.add(held.earned, held.rows)
    snips.add(held.earned, held.weight)
    robust.add(held.robust, held.rows)
    weights.add(held.weight, held.rows)
    held = { rows: 0, weight: 0, earned: 0, robust: 0 }
  }
  for (const row of rows) {
    if (!(row.propensity > 0 && row.propensity <= 1 && row.target >= 0 && row.target <= 1)) {
      unusable++
      continue
    }
    if (row.list === undefined || row.list !== list) close()
    list = row.list
    const whole = row.target / row.propensity
    const weight = Math.min(whole, POLICY_WEIGHT_MAX)
    if (whole > weight) cut++
    count++
    sum += weight
    squares += weight * weight
    held.rows++
    held.weight += weight
    held.earned += weight * row.reward
    if (row.model) {
      modelled++
      held.robust += row.model.target + weight * (row.reward - row.model.shown)
    }
  }
  close()
  if (count === 0) return null
  return {
    rows: count,
    lists: ips.count,
    ips: ips.ratio(),
    snips: snips.isDefined ? snips.ratio() : null,
    doublyRobust: modelled === count ? robust.ratio() : null,
    effectiveRows: squares > 0 ? (sum * sum) / squares : 0,
    meanWeight: weights.ratio(),
    cut,
    unusable,
  }
}
