// The time series that one can point at and zoom into. Arrow keys walk along it; what is under the pointer is said aloud.
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { SeriesAnswer } from '../../api/index.ts'
import { count, moment, percent } from '../parts/format.ts'
import { usePalette } from './palette.ts'
import { drawn, METRICS, type MetricName } from './series-data.ts'
import { pressed } from './series-keys.ts'
import { seriesData, seriesOptions } from './series-options.ts'
import { SeriesSvg } from './series-svg.tsx'
import { useWidth } from './use-width.ts'

interface SeriesChartProps {
  series: SeriesAnswer
  metric: MetricName
  tz: string
  from: number
  to: number
  onZoom(from: number, to: number): void
  onZoomOut(): void
}

export function SeriesChart({ series, metric, tz, from, to, onZoom, onZoomOut }: SeriesChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const width = useWidth(place)
  const palette = usePalette()
  const [hover, setHover] = useState<number | null>(null)
  const shown = drawn(series, metric, from, to, Date.now())
  const height = width < 520 ? 200 : 280
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are all that the drawing is made of
  useEffect(() => {
    const look = {
      width,
      height,
      metric,
      tz,
      palette,
      drawn: shown,
      silences: series.silences,
      onZoom,
      onHover: setHover,
    }
    plot.current = new uPlot(seriesOptions(look), seriesData(shown), place.current!)
    return () => plot.current?.destroy()
  }, [series, metric, tz, width, palette, from, to])
  const walk = (step: number): void =>
    plot.current?.setCursor({ left: plot.current.valToPos(shown.at[step]! / 1_000, 'x') + 1, top: 0 })
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (pressed(event.key, { drawn: shown, hover, from, to }, { walk, zoomIn: onZoom, zoomOut: onZoomOut }))
      event.preventDefault()
  }
  // A finger points as well; uPlot listens to mice alone.
  const touch = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch' || !plot.current) return
    plot.current.setCursor({ left: event.clientX - plot.current.over.getBoundingClientRect().left, top: 0 })
  }
  const words = hover === null ? undefined : wordsOf(shown, hover, metric, tz)
  return (
    <div class="series">
      <div
        class="series-plot"
        ref={place}
        role="group"
        tabIndex={0}
        aria-label={`${METRICS[metric]} over time. Arrow keys walk along it, plus and minus zoom; the menu of this tile shows it as a table.`}
        onKeyDown={press}
        onPointerDown={touch}
        onPointerMove={touch}
        onBlur={() => setHover(null)}
      />
      {words && (
        <div class="tip" style={{ left: `${tipLeft(plot.current, shown.at[hover!]!, width)}px` }} role="status">
          <span>{words.when}</span>
          <b>{words.value}</b>
          {words.late && <span class="late">{words.late}</span>}
          <span>{words.before}</span>
        </div>
      )}
      <SeriesSvg drawn={shown} metric={metric} silences={series.silences} tz={tz} />
    </div>
  )
}

function wordsOf(
  { at, value, late, previous }: ReturnType<typeof drawn>,
  place: number,
  metric: MetricName,
  tz: string,
) {
  const text = (one: number | null | undefined): string => (metric === 'rate' ? percent(one) : count(one))
  return {
    when: moment(at[place] ?? 0, tz),
    value: `${text(value[place])} ${metric === 'rate' ? 'clicked' : metric}`,
    late: late[place] ? `${count(late[place])} came in late` : '',
    before: `${text(previous[place])} the period before`,
  }
}

function tipLeft(plot: uPlot | undefined, at: number, width: number): number {
  if (!plot) return 0
  const left = plot.valToPos(at / 1_000, 'x') + plot.over.offsetLeft
  return left > width - 180 ? left - 180 : left + 14
}
