// The arms of an experiment in figures.
import type { ExperimentAnswer } from '../../api/index.ts'
import { count, percent } from '../parts/format.ts'
import type { Table } from '../parts/table.tsx'
import { askComparison, emptyOf } from '../state/experiment.ts'
import { signed } from './effect.tsx'
import type { Tile } from './tile.ts'

export const armsTile: Tile<ExperimentAnswer> = {
  name: 'arms',
  title: 'Variants',
  about: (_scope, data) => (data?.compared.length ? `Each beside ${data.control}, by ${data.unit}.` : ''),
  get: askComparison,
  empty: emptyOf,
  table: tableOf,
  draw: ({ compared, control, ratio }) => (
    <section class="scroll" tabIndex={0} aria-label="Variants in figures">
      <table>
        <thead>
          <tr>
            <th scope="col">variant</th>
            <th scope="col" class="number">
              lists
            </th>
            <th scope="col" class="number">
              rate
            </th>
            <th scope="col" class="number">
              lift
            </th>
            <th scope="col" class="number">
              between
            </th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{control}</th>
            <td class="number">{count(ratio.arms.find(({ variant }) => variant === control)?.units)}</td>
            <td class="number">{percent(compared[0]?.controlRate)}</td>
            <td class="number soft">–</td>
            <td class="number soft">–</td>
            <td class="soft">control</td>
          </tr>
          {compared.map((one) => (
            <tr key={one.variant}>
              <th scope="row">{one.variant}</th>
              <td class="number">{count(one.units)}</td>
              <td class="number">{percent(one.rate)}</td>
              <td class="number">{one.lift === null ? '–' : signed(one.lift)}</td>
              <td class="number">
                {one.liftLow === null || one.liftHigh === null
                  ? '–'
                  : `${signed(one.liftLow)} and ${signed(one.liftHigh)}`}
              </td>
              <td>{{ open: 'open', higher: 'better', lower: 'worse' }[one.verdict]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ),
}

function tableOf({ compared }: ExperimentAnswer): Table {
  return {
    columns: [
      { name: 'variant' },
      { name: 'control' },
      { name: 'units', kind: 'count' },
      ...['rate', 'control rate', 'lift', 'lift low', 'lift high'].map((name) => ({ name, kind: 'percent' as const })),
      { name: 'p', kind: 'number' },
      { name: 'verdict' },
      { name: 'days to go', kind: 'number' },
    ],
    rows: compared.map((one) => [
      one.variant,
      one.control,
      one.units,
      one.rate,
      one.controlRate,
      one.lift,
      one.liftLow,
      one.liftHigh,
      one.p,
      one.verdict,
      one.daysToGo,
    ]),
  }
}
