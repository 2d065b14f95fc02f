// How the time series looks: bars of what came in at once, late ones on top in amber, the period before as a thin line, silences as bands.
import uPlot from 'uplot'
import { axisCount, axisPercent } from '../parts/format.ts'
import type { Palette } from './palette.ts'
import type { Drawn, MetricName } from './series-data.ts'

export interface SeriesLook {
  width: number
  height: number
  metric: MetricName
  tz: string
  palette: Palette
  drawn: Drawn
  silences: readonly { from: number; to: number }[]
  onZoom(from: number, to: number): void
  onHover(at: number | null): void
}

const FONT = '12px Geist, system-ui, sans-serif'

/** Data as uPlot takes them: times in seconds, the whole bar, the part that was on time, the period before. */
export function seriesData({ at, value, late, previous }: Drawn): uPlot.AlignedData {
  return [
    at.map((time) => time / 1_000),
    value,
    value.map((whole, place) => (whole === null ? null : whole - late[place]!)),
    previous,
  ]
}

export function seriesOptions(look: SeriesLook): uPlot.Options {
  const { width, height, metric, tz, palette } = look
  const isRate = metric === 'rate'
  const bars = uPlot.paths.bars!({ size: [0.72, 28], align: 1, radius: [0.12, 0] })
  const shape = isRate ? {} : { paths: bars, points: { show: false } }
  return {
    width,
    height,
    padding: [14, 22, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), tz),
    legend: { show: false },
    cursor: { y: false, points: { show: isRate }, drag: { x: true, y: false, setScale: false }, focus: { prox: -1 } },
    scales: {
      x: { range: () => rangeOf(look.drawn) },
      y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.08 : isRate ? 0.01 : 1] },
    },
    axes: [
      { ...axisOf(palette), grid: { show: false }, space: 74, values: dates(tz) },
      {
        ...axisOf(palette),
        size: 46,
        splits: (plot, _axis, low, high) => whole(uPlot, plot, low, high, isRate),
        values: (_plot, splits) => splits.map((split) => (isRate ? axisPercent(split) : axisCount(split))),
      },
    ],
    series: [
      {},
      {
        ...shape,
        stroke: isRate ? palette.accent : palette.late,
        width: isRate ? 1.5 : 0,
        fill: isRate ? '' : palette.late,
      },
      { ...shape, show: !isRate, width: 0, stroke: palette.accent, fill: palette.accent },
      { stroke: palette.faint, width: 1.25, points: { show: false } },
    ],
    hooks: {
      drawClear: [(plot) => drawSilences(plot, look)],
      setCursor: [(plot) => look.onHover(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          if (plot.select.width < 4) return
          const from = plot.posToVal(plot.select.left, 'x')
          const to = plot.posToVal(plot.select.left + plot.select.width, 'x')
          look.onZoom(from * 1_000, to * 1_000)
        },
      ],
    },
  }
}

function rangeOf({ at, stepMs }: Drawn): [number, number] {
  return [(at[0] ?? 0) / 1_000, ((at.at(-1) ?? 0) + stepMs) / 1_000]
}

function axisOf(palette: Palette): uPlot.Axis {
  return {
    stroke: palette.soft,
    font: FONT,
    gap: 6,
    ticks: { show: false },
    border: { show: false },
    grid: { stroke: palette.line, width: 1 },
  }
}

/** Four or five round lines; of counts only whole ones. */
function whole(_plot: typeof uPlot, plot: uPlot, low: number, high: number, isRate: boolean): number[] {
  const rough = (high - low) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power
  const least = isRate ? step : Math.max(1, step)
  const lines: number[] = []
  for (let at = 0; at <= high && lines.length < 20; at += least) lines.push(at)
  return plot.status >= 0 ? lines : []
}

/** Hours within a day, days otherwise; the first of a day or a month says which. */
function dates(tz: string): uPlot.Axis.Values {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', minute: '2-digit' })
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: tz, day: 'numeric', month: 'short' })
  return (_plot, splits, _axis, _space, step) =>
    splits.map((seconds) => {
      const time = new Date(seconds * 1_000)
      const clock = hour.format(time)
      return step < 86_400 && clock !== '00:00' ? clock : day.format(time)
    })
}

function drawSilences(plot: uPlot, { silences, palette }: SeriesLook): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.fillStyle = palette.lateSoft
  for (const { from, to } of silences) {
    const left = Math.max(bbox.left, plot.valToPos(from / 1_000, 'x', true))
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to / 1_000, 'x', true))
    if (right > left)
      ctx.fillRect(left, bbox.top - 14 * devicePixelRatio, right - left, bbox.height + 14 * devicePixelRatio)
  }
  ctx.restore()
}
