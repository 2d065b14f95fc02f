// The same time series as SVG, for paper and for files: it has the page's own shapes, and no pixels.
import type { JSX } from 'preact'
import { axisCount, axisPercent, moment } from '../parts/format.ts'
import { scale, ticks } from './scale.ts'
import type { Drawn, MetricName } from './series-data.ts'

interface SeriesSvgProps {
  drawn: Drawn
  metric: MetricName
  silences: readonly { from: number; to: number }[]
  tz: string
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [960, 280, 44, 24, 12]

export function SeriesSvg({ drawn, metric, silences, tz }: SeriesSvgProps): JSX.Element {
  const { at, value, late, previous, stepMs } = drawn
  const most = Math.max(...value.map(Number), ...previous.map(Number), metric === 'rate' ? 0.001 : 1)
  const lines = ticks(0, most, 3, metric !== 'rate')
  const x = scale(at[0] ?? 0, (at.at(-1) ?? 0) + stepMs, LEFT, WIDTH)
  const y = scale(0, lines.at(-1)!, HEIGHT - BOTTOM, TOP)
  const width = Math.max(0.5, (x(stepMs) - x(0)) * 0.72)
  const line = (values: readonly (number | null)[]): string =>
    values.map((one, place) => (one === null ? '' : `${place === 0 ? 'M' : 'L'}${x(at[place]!)} ${y(one)}`)).join('')
  return (
    <svg class="series-svg" data-chart viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {silences.map(({ from, to }) => (
        <rect key={from} class="silence" x={x(from)} y={0} width={x(to) - x(from)} height={HEIGHT - BOTTOM} />
      ))}
      {lines.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
            {metric === 'rate' ? axisPercent(tick) : axisCount(tick)}
          </text>
        </g>
      ))}
      {metric === 'rate' ? (
        <path class="now" d={line(value)} />
      ) : (
        at.map((time, place) => {
          const [all, tardy] = [value[place] ?? 0, late[place]!]
          return (
            <g key={time}>
              <rect class="bar late" x={x(time)} width={width} y={y(all)} height={y(all - tardy) - y(all)} />
              <rect class="bar" x={x(time)} width={width} y={y(all - tardy)} height={y(0) - y(all - tardy)} />
            </g>
          )
        })
      )}
      <path class="before" d={line(previous)} />
      {(['start', 'middle', 'end'] as const).map((anchor, nth) => {
        const time = at[Math.floor(((at.length - 1) * nth) / 2)] ?? 0
        return (
          <text key={anchor} class="tick" x={x(time)} y={HEIGHT - 4} text-anchor={anchor}>
            {moment(time, tz)}
          </text>
        )
      })}
    </svg>
  )
}
