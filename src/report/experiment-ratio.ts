// Did the variants get the traffic that they were to get? If not, something loses units of one arm, and no comparison is to be believed.
// Source: Lindon, Malek, "Anytime-Valid Inference for Multinomial Count Data", NeurIPS 2022: a Bayes factor whose inverse is a p-value
// that stays valid at every look, exactly and not only for many units.
// Promises: pure.
import { WaysideError } from '../event/index.ts'
import { RATIO_ALPHA, RATIO_PRIOR_UNITS } from './limits.ts'
import { logGamma } from './loss-beta.ts'

/** The loss measured in outboxes that were shown one arm and no other, and how many of them testify. */
export interface ArmLoss {
  loss: number
  low: number
  high: number
  outboxes: number
}

export interface ArmCount {
  variant: string
  /** Units that arrived. */
  units: number
  /** What it was to get, in any unit: 1 and 1, or 90 and 10. */
  share: number
  /** The measured loss of this arm's pages, where it is known: a cause that can be seen. */
  loss?: ArmLoss | null
}

export interface RatioCheck {
  /** Valid at every look. */
  p: number
  /** p below RATIO_ALPHA: find the cause before believing any comparison. */
  suspicious: boolean
  /** Some arm's loss interval lies wholly above another's: loss is a cause. Null where loss is not known of two arms. */
  lossDiffers: boolean | null
  arms: { variant: string; units: number; expected: number; loss: ArmLoss | null }[]
}

/** `control:9,new:1` as shares. @throws WaysideError QUERY */
export function readShares(text: string): Record<string, number> {
  const parts = text.split(',').map((part): [string, number] => {
    const colon = part.lastIndexOf(':')
    return [part.slice(0, colon), Number(part.slice(colon + 1))]
  })
  if (parts.some(([variant, share]) => variant === '' || !(share > 0)))
    throw new WaysideError('QUERY', 'shares: name each variant with its share: control:9,new:1.')
  return Object.fromEntries(parts)
}

export function ratioCheck(arms: readonly ArmCount[]): RatioCheck {
  const units = arms.reduce((sum, arm) => sum + arm.units, 0)
  const shares = arms.reduce((sum, arm) => sum + arm.share, 0)
  // Prior: Dirichlet about the shares that were meant, as heavy as RATIO_PRIOR_UNITS.
  let logFactor = logGamma(RATIO_PRIOR_UNITS) - logGamma(RATIO_PRIOR_UNITS + units)
  for (const arm of arms) {
    const share = arm.share / shares
    const prior = RATIO_PRIOR_UNITS * share
    logFactor += logGamma(prior + arm.units) - logGamma(prior) - arm.units * Math.log(share)
  }
  const p = units === 0 ? 1 : Math.min(1, Math.exp(-logFactor))
  return {
    p,
    suspicious: p < RATIO_ALPHA,
    lossDiffers: lossDiffers(arms),
    arms: arms.map(({ variant, units: own, share, loss }) => ({
      variant,
      units: own,
      expected: (units * share) / shares,
      loss: loss ?? null,
    })),
  }
}

function lossDiffers(arms: readonly ArmCount[]): boolean | null {
  const known = arms.flatMap(({ loss }) => (loss ? [loss] : []))
  if (known.length < 2) return null
  return Math.max(...known.map(({ low }) => low)) > Math.min(...known.map(({ high }) => high))
}
