// An experiment read from the store: each variant beside the control on one figure, whether the traffic was shared as meant, and how long still.
// Promises: what `experiment*.ts` promise, over events that count. Does not: credit conversions; they count where they name the list or visitor.
import { WaysideError } from '../event/index.ts'
import type { Store } from '../store/index.ts'
import { type Compared, compareArms, type ExperimentOptions } from './experiment.ts'
import { askedOf, type ExperimentUnit, experimentPlaces, type Metric } from './experiment-asked.ts'
import { daysToGo, unitsNeeded, unitVariance } from './experiment-power.ts'
import { type ArmSums, rateOf } from './experiment-rate.ts'
import { type ArmCount, type ArmLoss, type RatioCheck, ratioCheck } from './experiment-ratio.ts'
import { keptRange } from './kept.ts'
import { EXPERIMENT_ALPHA, EXPERIMENT_LIFT_WORTH, EXPERIMENT_PLANNED_UNITS } from './limits.ts'
import { loss } from './loss.ts'
import type { RangeQuery } from './range.ts'

export interface ExperimentQuery extends RangeQuery, Omit<ExperimentOptions, 'control'> {
  site: string
  /** Default: the first variant by name. */
  control?: string | undefined
  placement?: string | undefined
  /** Default `clickThroughRate`. */
  metric?: string | undefined
  /** Default `list`. */
  unit?: string | undefined
  /** Of `value`: ISO 4217. */
  currency?: string | undefined
  /** The traffic that each variant was to get; alike unless told. */
  shares?: Readonly<Record<string, number>> | undefined
  /** The smallest lift worth having, for the time to go. Default 0.05. */
  liftWorth?: number | undefined
  /** Leave out the loss of each arm, which takes longer than all the rest. */
  withoutLoss?: boolean | undefined
}

export interface Experiment {
  metric: Metric
  unit: ExperimentUnit
  control: string
  alpha: number
  plannedUnits: number
  compared: (Compared & {
    /** Units of this arm and the control together that see `liftWorth` with 80 % power, and the days until then at the pace so far; null while unknown. */
    unitsNeeded: number | null
    daysToGo: number | null
  })[]
  ratio: RatioCheck
  /** Units that saw several variants, and count for none. */
  crossing: number
}

interface ArmRow extends ArmSums {
  variant: string
  crossing: number
  firstAt: number
  lastAt: number
}

const DAY_MS = 86_400_000

/**
 * Where no variant was seen there are no arms, and nothing is compared.
 * @throws WaysideError QUERY on an unknown metric, unit or control, or a value without a currency; RANGE, RANGE_ERASED, TIME_ZONE.
 */
export async function experiment(store: Store, query: ExperimentQuery): Promise<Experiment> {
  const { metric, unit } = askedOf(query)
  const { site, placement = '', currency = '' } = query
  const { from, to } = await keptRange(store, query, [site])
  const rows = await store.select<ArmRow>(
    'experimentArms',
    { site, placement, currency, from, to },
    experimentPlaces(query),
  )
  const control = query.control ?? rows[0]?.variant ?? ''
  const base = rows.find(({ variant }) => variant === control)
  const { alpha = EXPERIMENT_ALPHA, plannedUnits = EXPERIMENT_PLANNED_UNITS, shares } = query
  if (rows.length === 0)
    return { metric, unit, control, alpha, plannedUnits, compared: [], ratio: ratioCheck([]), crossing: 0 }
  if (!base) {
    const seen = rows.map(({ variant }) => JSON.stringify(variant)).join(', ')
    throw new WaysideError('QUERY', `No variant ${JSON.stringify(control)} was seen, but ${seen}.`)
  }
  const compared = compareArms(rows, { control, alpha, plannedUnits })
  const tuning = { alpha: alpha / Math.max(1, compared.length), plannedUnits }
  const worth = query.liftWorth ?? EXPERIMENT_LIFT_WORTH
  const lossOf = query.withoutLoss ? async (): Promise<null> => null : armLoss(store, query)
  const arms: ArmCount[] = []
  for (const { variant, units } of rows)
    arms.push({ variant, units, share: shares?.[variant] ?? 1, loss: await lossOf(variant) })
  return {
    metric,
    unit,
    control,
    alpha,
    plannedUnits,
    compared: compared.map((one) => {
      const arm = rows.find(({ variant }) => variant === one.variant)!
      return { ...one, ...toGo(arm, base, worth, tuning) }
    }),
    ratio: ratioCheck(arms),
    crossing: rows.reduce((sum, { crossing }) => sum + crossing, 0),
  }
}

/** The loss of an arm: of the outboxes that were shown it and no other. Null where none of them testifies. */
function armLoss(
  store: Store,
  { site, placement = '', from, to, tz }: ExperimentQuery,
): (variant: string) => Promise<ArmLoss | null> {
  return async (variant) => {
    const [row] = (await loss(store, { site, from, to, tz, arm: { variant, placement } })).rows
    if (!row || row.loss === null || row.low === null || row.high === null) return null
    return { loss: row.loss, low: row.low, high: row.high, outboxes: row.outboxes }
  }
}

function toGo(
  arm: ArmRow,
  base: ArmRow,
  liftWorth: number,
  tuning: { alpha: number; plannedUnits: number },
): { unitsNeeded: number | null; daysToGo: number | null } {
  const [mine, theirs] = [rateOf(arm), rateOf(base)]
  const perUnit = unitVariance({ ...mine, units: arm.units }, { ...theirs, units: base.units })
  if (!perUnit || !theirs.rate) return { unitsNeeded: null, daysToGo: null }
  const needed = unitsNeeded({ ...tuning, effect: theirs.rate * liftWorth, unitVariance: perUnit })
  const days = (Math.max(arm.lastAt, base.lastAt) - Math.min(arm.firstAt, base.firstAt)) / DAY_MS
  const units = arm.units + base.units
  return { unitsNeeded: needed, daysToGo: days > 0 ? daysToGo(needed, units, units / days) : null }
}
