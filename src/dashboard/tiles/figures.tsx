// The figures of a site at a glance, each beside the period before.
import type { JSX } from 'preact'
import type { ReportAnswer } from '../../api/index.ts'
import { rangeOf } from '../api/answers.ts'
import { big, change, money, percent, points } from '../parts/format.ts'
import type { Tile } from './tile.ts'

type Row = ReportAnswer['rows'][number]

export const figuresTile: Tile<Row | undefined> = {
  name: 'figures',
  title: 'Figures',
  async get(ask, scope) {
    const { rows } = await ask<ReportAnswer>('/api/v1/report', { ...rangeOf(scope), compare: 'previous' })
    return rows[0]
  },
  draw: (row) => (row ? <Figures row={row} /> : null),
}

function Figures({ row }: { row: Row }): JSX.Element {
  const before = row.previous ?? null
  const counted = (name: 'clicks' | 'impressions' | 'views' | 'conversions', label: string) => (
    <Figure label={label} value={big(row[name])} change={change(row[name], before?.[name] ?? null)} />
  )
  return (
    <dl class="figures">
      {counted('clicks', 'Clicks')}
      {counted('impressions', 'Impressions')}
      {counted('views', 'Views')}
      <Figure
        label="Clicked, of items seen"
        value={percent(row.clickThroughRate)}
        change={difference(row.clickThroughRate, before?.clickThroughRate)}
      />
      <Figure
        label="Clicked, of lists seen"
        value={percent(row.listClickThroughRate)}
        change={difference(row.listClickThroughRate, before?.listClickThroughRate)}
      />
      {counted('conversions', 'Conversions')}
      <Figure label="Value" value={money(row.valueByCurrency)} change={change(row.value, before?.value ?? null)} />
    </dl>
  )
}

function difference(now: number | null, before: number | null | undefined): string {
  return points(now === null || before === null || before === undefined ? null : now - before)
}

function Figure({ label, value, change }: { label: string; value: string; change: string }): JSX.Element {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <b>{value}</b>
        <small>{change}</small>
      </dd>
    </div>
  )
}
