// How fast clicks come in, how late, and through which datacenter.
import type { JSX } from 'preact'
import { count, named } from '../parts/format.ts'
import { durationText } from '../parts/moment.ts'
import type { Cell, Column } from '../parts/table.tsx'
import { type LiveData, missing, recent } from './live-clicks.ts'
import type { Face } from './tile.ts'

interface Rate {
  column: Column
  value: Cell
  note: string
  tone?: string
}

export const ratesFace: Face<LiveData> = {
  name: 'rates',
  title: 'Right now',
  partial: missing,
  table: (data) => {
    const rates = ratesOf(data)
    return { columns: rates.map(({ column }) => column), rows: [rates.map(({ value }) => value)] }
  },
  draw: (data) => (
    <dl class="figures">
      {ratesOf(data).map((rate) => (
        <Figure key={rate.column.name} {...rate} />
      ))}
    </dl>
  ),
}

function ratesOf(data: LiveData): Rate[] {
  // Those that do not count are in the list, but in no rate.
  const clicks = recent(data).filter(({ kind }) => kind !== 'none')
  const minute = clicks.filter(({ receivedAt }) => receivedAt > data.now - 60_000)
  const waits = clicks.filter(({ kind }) => kind === 'live').map(({ waitedMs }) => waitedMs)
  const middle = waits.sort((one, other) => one - other)[Math.floor(waits.length / 2)]
  const counted = (name: string, value: number, note = 'clicks'): Rate => ({
    column: { name, kind: 'count' },
    value,
    note,
  })
  return [
    counted('Last minute', minute.length),
    counted('Last ten minutes', clicks.length),
    {
      column: { name: 'Typical lag', kind: 'ms' },
      value: middle === undefined ? null : Math.max(0, middle),
      note: 'from click to receipt',
    },
    {
      ...counted('Recovered', clicks.filter(({ kind }) => kind === 'recovered').length, 'after an outage'),
      tone: 'late',
    },
    ...[...Map.groupBy(clicks, ({ datacenter }) => datacenter)]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, own]) => counted(`Datacenter ${named(name).toUpperCase()}`, own.length)),
  ]
}

function Figure({ column: { name, kind }, value, note, tone }: Rate): JSX.Element {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        <b class={tone}>
          {kind === 'ms' && value !== null ? durationText(Number(value)) : count(value as number | null)}
        </b>
        <small>{note}</small>
      </dd>
    </div>
  )
}
