// One arm's figure from sums that a query adds up: a mean per unit, or a ratio of two sums, such as clicks per impression.
// The unit is what was drawn at random (a list, or a visitor), and not the impression: the impressions of one list go together.
// Ratio's variance by the delta method: Deng, Knoblich, Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, §2.
// Promises: pure.

/** Sums over one arm's units. Of a mean per unit, `under` is 1 for each, so that sumUnder = sumUnderSquared = units. */
export interface ArmSums {
  units: number
  /** Of what is counted, such as clicks or value. */
  sumOver: number
  /** Of what it is counted by, such as impressions. */
  sumUnder: number
  sumOverSquared: number
  sumUnderSquared: number
  sumOverUnder: number
}

export interface Rate {
  /** sumOver / sumUnder; null where there is nothing to divide by. */
  rate: number | null
  /** Squared standard error of the rate; null below two units. */
  variance: number | null
}

export function rateOf(sums: ArmSums): Rate {
  const { units, sumOver, sumUnder } = sums
  if (sumUnder <= 0) return { rate: null, variance: null }
  const rate = sumOver / sumUnder
  if (units < 2) return { rate, variance: null }
  // Residuals over − rate·under add up to nothing, so this is their sum of squares about their mean.
  const squares = sums.sumOverSquared - 2 * rate * sums.sumOverUnder + rate ** 2 * sums.sumUnderSquared
  const mean = sumUnder / units
  return { rate, variance: Math.max(0, squares) / (units - 1) / (units * mean ** 2) }
}

/** The sums of so many units, of which so many succeeded, once each. */
export function shareSums(units: number, successes: number): ArmSums {
  return {
    units,
    sumOver: successes,
    sumUnder: units,
    sumOverSquared: successes,
    sumUnderSquared: units,
    sumOverUnder: successes,
  }
}
