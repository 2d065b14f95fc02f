// Figures over time, with what came late in the step in which it happened, and the stretches in which nothing came in.
import type { ComponentChildren, JSX } from 'preact'
import type { SeriesAnswer } from '../../api/index.ts'
import { rangeOf } from '../api/answers.ts'
import { SeriesChart } from '../charts/series-chart.tsx'
import { METRICS, type MetricName, STEP_NAMES } from '../charts/series-data.ts'
import { moment, plural, span } from '../parts/format.ts'
import { isoTime } from '../parts/moment.ts'
import { go, hrefOf } from '../state/place.ts'
import { edgesOf } from '../state/range.ts'
import { zoomIn, zoomOut } from '../state/zoom.ts'
import type { Scope, Tile } from './tile.ts'

export const seriesTile: Tile<SeriesAnswer> = {
  name: 'series',
  title: 'Over time',
  about: (scope, data) => (data ? <About scope={scope} series={data} /> : 'Clicks, step by step.'),
  get: (ask, scope) => ask<SeriesAnswer>('/api/v1/series', rangeOf(scope)),
  empty: ({ points }) => (points.length === 0 ? 'Nothing happened in this stretch of time.' : undefined),
  table: ({ points }) => ({
    columns: [
      { name: 'time', kind: 'time' },
      ...['impressions', 'views', 'clicks', 'late clicks', 'conversions'].map((name) => ({
        name,
        kind: 'count' as const,
      })),
    ],
    rows: points.map((point) => [
      isoTime(point.at),
      point.impressions,
      point.views,
      point.clicks,
      point.lateClicks,
      point.conversions,
    ]),
  }),
  draw: (series, scope) => <Series series={series} scope={scope} />,
}

export function metricOf({ place }: Scope): MetricName {
  return Object.hasOwn(METRICS, place.metric ?? '') ? (place.metric as MetricName) : 'clicks'
}

function About({ scope, series }: { scope: Scope; series: SeriesAnswer }): ComponentChildren {
  const metric = metricOf(scope)
  const late = series.points.reduce((sum, point) => sum + point.lateClicks, 0)
  return (
    <>
      {METRICS[metric]} by {STEP_NAMES[series.step]}; the grey line is the period before.
      {metric === 'clicks' && late > 0 && (
        <>
          {' '}
          <b class="late">{plural(late, 'click')} came in late</b> and stand where they happened.
        </>
      )}
    </>
  )
}

function Series({ series, scope }: { series: SeriesAnswer; scope: Scope }): JSX.Element {
  const metric = metricOf(scope)
  const { from, to } = edgesOf(scope.stretch, scope.tz)
  return (
    <>
      <SeriesChart
        {...{ series, metric, from, to }}
        tz={scope.tz}
        onZoom={(start, end) => go({ ...scope.lead, ...zoomIn(scope.place, start, end) })}
        onZoomOut={() => go(zoomOut(scope.place))}
      />
      {series.silences.length > 0 && <Silences silences={series.silences} scope={scope} />}
    </>
  )
}

/** Each silent stretch in words, as a link that zooms to it. */
function Silences({ silences, scope }: { silences: SeriesAnswer['silences']; scope: Scope }): JSX.Element {
  const { place, tz, lead } = scope
  return (
    <ul class="silences">
      {silences.map(({ from, to, clicks, isOver }) => (
        <li key={from}>
          <a href={hrefOf({ ...lead, ...zoomIn(place, 2 * from - to, 2 * to - from) })}>{moment(from, tz)}</a>{' '}
          {isOver
            ? `Nothing came in for ${span(to - from)}. ${plural(clicks, 'click')} of it came in later and ${clicks === 1 ? 'is' : 'are'} counted.`
            : `Nothing has come in since, for ${span(to - from)}. What happens meanwhile waits in the browsers.`}
        </li>
      ))}
    </ul>
  )
}
