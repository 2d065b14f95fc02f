// The effect of each variant against the control, and its interval, from the first day to the last.
import type { TrendAnswer } from '../../api/index.ts'
import { Effect } from '../charts/effect.tsx'
import { percent } from '../parts/format.ts'
import { isoTime } from '../parts/moment.ts'
import { experimentQuery, metricName } from '../state/experiment.ts'
import type { Tile } from './tile.ts'

type Step = TrendAnswer['steps'][number]['compared'][number]

export const effectTile: Tile<TrendAnswer> = {
  name: 'effect',
  title: 'Effect over time',
  about: ({ place }) =>
    `${metricName(place.metric)}: the lift against the control, with an interval that holds at every look.`,
  get: (ask, scope) => ask<TrendAnswer>('/api/v1/experiment/trend', experimentQuery(scope)),
  empty: ({ steps }) =>
    steps.some(({ compared }) => compared.some(isKnown)) ? undefined : 'Too little has happened yet to compare.',
  table: ({ steps }) => ({
    columns: [
      { name: 'until', kind: 'time' },
      { name: 'variant' },
      { name: 'units', kind: 'count' },
      ...['rate', 'control rate', 'lift', 'lift low', 'lift high'].map((name) => ({ name, kind: 'percent' as const })),
    ],
    rows: steps.flatMap(({ until, compared }) =>
      compared.map((one) => [
        isoTime(until),
        one.variant,
        one.units,
        one.rate,
        one.controlRate,
        one.lift,
        one.liftLow,
        one.liftHigh,
      ]),
    ),
  }),
  draw: ({ steps }, { tz }) => {
    const variants = [...new Set(steps.flatMap(({ compared }) => compared.map(({ variant }) => variant)))]
    const lines = variants.map((name) => ({
      name,
      points: steps.flatMap(({ until, compared }) => {
        const one = compared.find(({ variant }) => variant === name)
        return one && isKnown(one) ? [{ at: until, value: one.lift!, low: one.liftLow!, high: one.liftHigh! }] : []
      }),
    }))
    return (
      <Effect
        label={`Lift of ${variants.join(', ')} over time, with intervals`}
        tz={tz}
        lines={lines.filter(({ points }) => points.length > 1)}
      />
    )
  },
}

function isKnown(one: Step): boolean {
  return one.lift !== null && one.liftLow !== null && one.liftHigh !== null
}

export function signed(value: number): string {
  return value > 0 ? `+${percent(value)}` : percent(value).replace('-', '−')
}
