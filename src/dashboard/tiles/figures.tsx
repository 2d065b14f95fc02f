// The figures of a site at a glance, each beside the period before and with its course. Following one draws it over time.
import type { JSX } from 'preact'
import type { ReportAnswer, SeriesAnswer } from '../../api/index.ts'
import { rangeOf } from '../api/answers.ts'
import { type Ask, AskError } from '../api/client.ts'
import { drawn, type MetricName } from '../charts/series-data.ts'
import { Spark } from '../charts/spark.tsx'
import { type SparkFigure, SparkSheet } from '../charts/spark-sheet.tsx'
import { big, change, money, percent, points } from '../parts/format.ts'
import { hrefOf } from '../state/place.ts'
import { edgesOf } from '../state/range.ts'
import { figuresTable } from './figures-table.ts'
import { metricOf } from './series.tsx'
import type { Scope, Tile } from './tile.ts'

type Row = ReportAnswer['rows'][number]

interface Figures {
  row: Row | undefined
  series: SeriesAnswer
}

export const figuresTile: Tile<Figures> = {
  name: 'figures',
  title: 'Figures',
  async get(ask, scope) {
    const [row, series] = await Promise.all([
      askTotals(ask, scope),
      ask<SeriesAnswer>('/api/v1/series', rangeOf(scope)),
    ])
    return { row, series }
  },
  table: ({ row }) => figuresTable(row),
  draw: ({ row, series }, scope) => (row ? <All row={row} series={series} scope={scope} /> : null),
}

/** The period before may be erased; then there is nothing to compare with. */
async function askTotals(ask: Ask, scope: Scope): Promise<Row | undefined> {
  const query = rangeOf(scope)
  try {
    return (await ask<ReportAnswer>('/api/v1/report', { ...query, compare: 'previous' })).rows[0]
  } catch (error) {
    if (!(error instanceof AskError) || error.code !== 'RANGE_ERASED') throw error
    return (await ask<ReportAnswer>('/api/v1/report', query)).rows[0]
  }
}

function All({ row, series, scope }: { row: Row; series: SeriesAnswer; scope: Scope }): JSX.Element {
  const figures = figuresOf(row, series, scope)
  return (
    <>
      <dl class="figures">
        {figures.map((figure) => (
          <Figure key={figure.label} {...figure} isChosen={figure.metric === metricOf(scope)} lead={scope.lead} />
        ))}
      </dl>
      <SparkSheet figures={figures} />
    </>
  )
}

interface FigureFacts extends SparkFigure {
  /** Followed, the figure is drawn over time. Absent: it has no course. */
  metric?: MetricName
}

function figuresOf(row: Row, series: SeriesAnswer, scope: Scope): FigureFacts[] {
  const before = row.previous ?? null
  const { from, to } = edgesOf(scope.stretch, scope.tz)
  const course = (metric: MetricName): (number | null)[] => drawn(series, metric, from, to, Date.now()).value
  const counted = (metric: 'clicks' | 'impressions' | 'views' | 'conversions', label: string): FigureFacts => ({
    label,
    value: big(row[metric]),
    change: change(row[metric], before?.[metric] ?? null),
    metric,
    course: course(metric),
  })
  return [
    counted('clicks', 'Clicks'),
    counted('impressions', 'Impressions'),
    counted('views', 'Views'),
    {
      label: 'Clicked, of items',
      value: percent(row.clickThroughRate),
      change: difference(row.clickThroughRate, before?.clickThroughRate),
      metric: 'rate',
      course: course('rate'),
    },
    {
      label: 'Clicked, of lists',
      value: percent(row.listClickThroughRate),
      change: difference(row.listClickThroughRate, before?.listClickThroughRate),
      course: [],
    },
    counted('conversions', 'Conversions'),
    {
      label: 'Value',
      value: money(row.valueByCurrency),
      change: change(row.value, before?.value ?? null),
      course: [],
    },
  ]
}

function difference(now: number | null, before: number | null | undefined): string {
  return points(now === null || before === null || before === undefined ? null : now - before)
}

type FigureProps = FigureFacts & { isChosen: boolean; lead: Scope['lead'] }

function Figure({ label, value, change, metric, course, isChosen, lead }: FigureProps): JSX.Element {
  const words = (
    <>
      <b>{value}</b> <small>{change}</small>
    </>
  )
  return (
    <div class="figure" aria-current={isChosen ? 'true' : undefined}>
      <dt>{label}</dt>
      <dd>
        {metric === undefined ? (
          words
        ) : (
          <a href={hrefOf({ ...lead, metric: metric === 'clicks' ? undefined : metric })}>
            {words} <span class="hidden">{label}: draw it over time</span>
          </a>
        )}
        {course.length > 0 && <Spark values={course} />}
      </dd>
    </div>
  )
}
