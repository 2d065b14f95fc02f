// What the tiles of one dimension share: one question for all of them, and rows beside the period before.
import type { JSX } from 'preact'
import type { BreakdownAnswer } from '../../api/index.ts'
import { rangeOf } from '../api/answers.ts'
import type { Ask } from '../api/client.ts'
import { BarTable } from '../parts/bar-table.tsx'
import { change, count, percent } from '../parts/format.ts'
import type { Table } from '../parts/table.tsx'
import type { Scope } from './tile.ts'

export type BreakdownRow = BreakdownAnswer['item'][number]

export function askBreakdown(ask: Ask, scope: Scope): Promise<BreakdownAnswer> {
  return ask<BreakdownAnswer>('/api/v1/breakdown', rangeOf(scope))
}

export function breakdownTable(dimension: string, rows: readonly BreakdownRow[]): Table {
  return {
    columns: [
      { name: dimension },
      ...['impressions', 'views', 'clicks'].map((name) => ({ name, kind: 'count' as const })),
      ...['rate', 'rate low', 'rate high'].map((name) => ({ name, kind: 'percent' as const })),
      ...['impressions before', 'clicks before'].map((name) => ({ name, kind: 'count' as const })),
    ],
    rows: rows.map((row) => [
      row.name,
      row.impressions,
      row.views,
      row.clicks,
      row.rate,
      row.low,
      row.high,
      row.impressionsBefore,
      row.clicksBefore,
    ]),
  }
}

interface RankedProps {
  dimension: string
  rows: readonly BreakdownRow[]
  scope: Scope
  most: number
}

/** The largest by clicks. */
export function Ranked({ dimension, rows, scope, most }: RankedProps): JSX.Element {
  const highest = Math.max(1, ...rows.map(({ clicks }) => clicks))
  return (
    <BarTable
      label={`By ${dimension}`}
      heads={[dimension, 'clicks', 'of items seen', 'before']}
      filter={dimension}
      chosen={scope.filters[dimension]}
      lead={scope.lead}
      rows={rows.slice(0, most).map((row) => ({
        name: row.name,
        share: row.clicks / highest,
        cells: [count(row.clicks), percent(row.rate), <Delta key="d" now={row.clicks} before={row.clicksBefore} />],
      }))}
    />
  )
}

export function Delta({ now, before }: { now: number; before: number }): JSX.Element {
  return <span class={`delta ${now > before ? 'up' : now < before ? 'down' : ''}`}>{change(now, before)}</span>
}
