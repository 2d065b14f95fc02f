// How an experiment's effect came to be what it is: the comparison as it stood at the end of each step, with the interval that it had then.
// Promises: the last step says what `experiment` says; a unit counts from the step in which it was first shown, with all that came of it by
// today, so that a step's past is not what was known then, but what is known of it now. Does not: check the traffic or tell the time to go.
import type { Store } from '../store/index.ts'
import { type Compared, compareArms } from './experiment.ts'
import { experimentPlaces } from './experiment-asked.ts'
import type { ExperimentQuery } from './experiment-query.ts'
import type { ArmSums } from './experiment-rate.ts'
import { keptRange } from './kept.ts'
import { EXPERIMENT_TREND_STEPS_MAX } from './limits.ts'

export interface ExperimentTrend {
  steps: {
    /** Milliseconds since the Unix epoch: all units first shown before this. */
    until: number
    compared: Compared[]
  }[]
}

interface StepRow extends ArmSums {
  variant: string
  step: number
}

const HOUR_MS = 3_600_000

/** @throws WaysideError QUERY on an unknown metric or unit, or a value without a currency; RANGE, RANGE_ERASED, TIME_ZONE. */
export async function experimentTrend(store: Store, query: ExperimentQuery): Promise<ExperimentTrend> {
  const { site, placement = '', currency = '' } = query
  const range = await keptRange(store, query, [site])
  const arms = await store.select<{ firstAt: number; lastAt: number; variant: string }>(
    'experimentArms',
    { site, placement, currency, from: range.from, to: range.to },
    experimentPlaces(query),
  )
  if (arms.length === 0) return { steps: [] }
  const from = Math.floor(Math.min(...arms.map(({ firstAt }) => firstAt)) / HOUR_MS) * HOUR_MS
  const to = Math.max(...arms.map(({ lastAt }) => lastAt)) + 1
  const stepMs = Math.max(1, Math.ceil((to - from) / EXPERIMENT_TREND_STEPS_MAX / HOUR_MS)) * HOUR_MS
  const rows = await store.select<StepRow>(
    'experimentSteps',
    { site, placement, currency, from: range.from, to: range.to, start: from, stepMs },
    experimentPlaces(query),
  )
  const control = query.control ?? arms[0]!.variant
  const sums = new Map<string, ArmSums>()
  const steps: ExperimentTrend['steps'] = []
  for (let step = 0; from + step * stepMs < to; step++) {
    for (const row of rows) if (row.step === step) sums.set(row.variant, added(sums.get(row.variant), row))
    const known = [...sums]
      .map(([variant, own]) => ({ variant, ...own }))
      .sort((a, b) => (a.variant < b.variant ? -1 : 1))
    const { alpha, plannedUnits } = query
    steps.push({
      until: Math.min(to, from + (step + 1) * stepMs),
      compared: compareArms(known, { control, alpha, plannedUnits }),
    })
  }
  return { steps }
}

/** Units are told apart by their step, so that sums of steps are sums of units. */
function added(before: ArmSums | undefined, { variant: _variant, step: _step, ...row }: StepRow): ArmSums {
  if (before === undefined) return row
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, before[name as keyof ArmSums] + value]),
  ) as unknown as ArmSums
}
