// What an experiment is asked: which figure, against which control, drawn by what. Chosen in the address.
import type { ExperimentAnswer } from '../../api/index.ts'
import { rangeOf } from '../api/answers.ts'
import type { Ask, Query } from '../api/client.ts'
import type { Scope } from '../tiles/tile.ts'

export const EXPERIMENT_METRICS: readonly (readonly [id: string, name: string])[] = [
  ['clickThroughRate', 'Clicked, of items seen'],
  ['listClickThroughRate', 'Lists with a click'],
  ['viewableRate', 'Seen long enough'],
  ['conversionRate', 'Lists with a conversion'],
]

/** The parameters of all questions about an experiment. */
export function experimentQuery(scope: Scope): Query {
  const { site, tz, from, to, placement } = rangeOf(scope)
  const { metric, control } = scope.place
  return { site, tz, from, to, placement, metric: isMetric(metric) ? metric : undefined, control }
}

/** The comparison with the arms' loss: what is advised must know whether to believe it. */
export function askWhole(ask: Ask, scope: Scope): Promise<ExperimentAnswer> {
  return ask<ExperimentAnswer>('/api/v1/experiment', experimentQuery(scope))
}

/** Without it, which takes longer to find out than all the rest. */
export function askComparison(ask: Ask, scope: Scope): Promise<ExperimentAnswer> {
  return ask<ExperimentAnswer>('/api/v1/experiment', { ...experimentQuery(scope), loss: 'no' })
}

export function metricName(id: string | undefined): string {
  return EXPERIMENT_METRICS.find(([known]) => known === id)?.[1] ?? EXPERIMENT_METRICS[0]![1]
}

function isMetric(id: string | undefined): boolean {
  return EXPERIMENT_METRICS.some(([known]) => known === id)
}

/** What there is nothing of, when nothing can be compared. */
export function emptyOf({ compared, ratio }: ExperimentAnswer): string | undefined {
  if (ratio.arms.length === 0) return 'No list with a variant was seen.'
  return compared.length === 0 ? 'There is only one variant: nothing to compare.' : undefined
}

/** What to do, in words: the first line is what a person in a hurry reads. */
export function adviceOf({ compared, ratio, control }: ExperimentAnswer): {
  say: string
  why: string
  tone: 'good' | 'bad' | 'open'
} {
  if (ratio.suspicious)
    return {
      say: 'Stop reading, and look at the traffic.',
      why: ratio.lossDiffers
        ? 'The variants did not get the traffic that they were to get, and lost differently much of it: find out why before you believe any difference.'
        : 'The variants did not get the traffic that they were to get: find out why before you believe any difference.',
      tone: 'bad',
    }
  if (ratio.lossDiffers)
    return {
      say: 'Do not believe it yet: one variant loses more than another.',
      why: 'Each got the traffic that it was to get, but more of one never came in, so its rates are those of other people. Find out why first; below stands how much each lost.',
      tone: 'bad',
    }
  const better = compared.filter(({ verdict }) => verdict === 'higher')
  const worse = compared.filter(({ verdict }) => verdict === 'lower')
  const open = compared.filter(({ verdict }) => verdict === 'open')
  const best = better.toSorted((one, other) => (other.effect ?? 0) - (one.effect ?? 0))[0]
  if (best && open.length === 0)
    return {
      say: `Stop: ${best.variant} is better than ${control}.`,
      why: 'Its whole interval lies above zero, and the interval holds at every look: you may stop now.',
      tone: 'good',
    }
  if (compared.length > 0 && worse.length === compared.length)
    return {
      say: `Stop: ${control} is better.`,
      why: 'The whole interval of every other variant lies below zero, and the intervals hold at every look.',
      tone: 'good',
    }
  const days = Math.max(...open.map(({ daysToGo }) => daysToGo ?? Number.NaN))
  const wait = Number.isFinite(days)
    ? days < 1
      ? ' Less than a day to go'
      : ` About ${Math.ceil(days)} days to go`
    : ''
  return {
    say: best ? `Keep going; ${best.variant} is ahead already.` : 'Keep going: nothing is decided yet.',
    why: `${open.length === 1 ? 'An interval still holds' : 'Some intervals still hold'} zero.${wait && `${wait} until a lift of 5 % would be seen.`}`,
    tone: 'open',
  }
}
