// The figures of a site as rows: those of the stretch, and those of the period before.
import type { ReportAnswer } from '../../api/index.ts'
import type { Column, Table } from '../parts/table.tsx'

type Row = ReportAnswer['rows'][number]
type Counted = NonNullable<Row['previous']>

/** One column for each figure, and for each currency; of the period before, money is known only as one sum. */
export function figuresTable(row: Row | undefined): Table {
  const periods: [string, Counted][] = row ? [['shown', row]] : []
  if (row?.previous) periods.push(['the period before', row.previous])
  const money = Object.entries(row?.valueByCurrency ?? {})
  const counts = ['clicks', 'impressions', 'views', 'conversions'] as const
  const column =
    (kind: Column['kind']) =>
    (name: string): Column => ({ name, kind: kind! })
  return {
    columns: [
      { name: 'stretch' },
      ...counts.map(column('count')),
      ...['clicked, of items', 'clicked, of lists'].map(column('percent')),
      ...['value', ...money.map(([currency]) => `value, ${currency}`)].map(column('number')),
    ],
    rows: periods.map(([name, figures]) => [
      name,
      ...counts.map((count) => figures[count]),
      figures.clickThroughRate,
      figures.listClickThroughRate,
      figures.value,
      ...money.map(([, sum]) => (figures === row ? sum : null)),
    ]),
  }
}
