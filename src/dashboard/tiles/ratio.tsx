// Did the variants get the traffic that they were to get, and did one of them lose more of it?
import type { ExperimentAnswer } from '../../api/index.ts'
import { BarTable } from '../parts/bar-table.tsx'
import { count, percent } from '../parts/format.ts'
import { askWhole } from '../state/experiment.ts'
import type { Tile } from './tile.ts'

export const ratioTile: Tile<ExperimentAnswer> = {
  name: 'ratio',
  title: 'Traffic and loss',
  about: (_scope, data) => {
    if (!data?.ratio.arms.length) return ''
    const { suspicious, p, lossDiffers } = data.ratio
    const traffic = suspicious
      ? 'The traffic was not shared as meant; do not believe the comparison.'
      : `The traffic was shared as meant (p ${p < 0.01 ? '< 0.01' : p.toFixed(2)}).`
    const loss =
      lossDiffers === null
        ? ''
        : lossDiffers
          ? ' One arm lost more than another; do not believe the comparison.'
          : ' The arms lost alike.'
    return traffic + loss
  },
  get: askWhole,
  empty: ({ ratio }) => (ratio.arms.length === 0 ? 'No list with a variant was seen.' : undefined),
  partial: ({ crossing }) => (crossing > 0 ? `${count(crossing)} saw several variants and count for none.` : undefined),
  table: ({ ratio }) => ({
    columns: [
      { name: 'variant' },
      { name: 'units', kind: 'count' },
      { name: 'expected', kind: 'number' },
      ...['loss', 'loss low', 'loss high'].map((name) => ({ name, kind: 'percent' as const })),
    ],
    rows: ratio.arms.map(({ variant, units, expected, loss }) => [
      variant,
      units,
      expected,
      loss?.loss ?? null,
      loss?.low ?? null,
      loss?.high ?? null,
    ]),
  }),
  draw: ({ ratio }) => {
    const most = Math.max(1, ...ratio.arms.map(({ units, expected }) => Math.max(units, expected)))
    return (
      <section class="scroll" tabIndex={0} aria-label="Traffic and loss of each variant">
        <BarTable
          label="By variant"
          heads={['variant', 'got', 'expected', 'lost', 'between']}
          rows={ratio.arms.map(({ variant, units, expected, loss }) => ({
            name: variant,
            share: units / most,
            cells: [
              count(units),
              count(expected),
              percent(loss?.loss),
              loss ? `${percent(loss.low)} and ${percent(loss.high)}` : '–',
            ],
          }))}
        />
      </section>
    )
  },
}
