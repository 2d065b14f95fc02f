// A curve of rates with their intervals, at whole numbers: how much less the next position is clicked.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { axisPercent, percent } from '../parts/format.ts'
import { scale, ticks } from './scale.ts'
import { useWidth } from './use-width.ts'

export interface CurvePoint {
  at: number
  value: number
  low: number
  high: number
  href: string
  isChosen: boolean
}

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [240, 52, 12, 14, 26]

export function Curve({ points, label }: { points: readonly CurvePoint[]; label: string }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const lines = ticks(0, Math.max(...points.map(({ high }) => high)))
  const first = points[0]?.at ?? 1
  const last = points.at(-1)?.at ?? 1
  const x = scale(first, Math.max(last, first + 1), LEFT + 14, width - RIGHT - 14)
  const y = scale(0, lines.at(-1)!, HEIGHT - BOTTOM, TOP)
  return (
    <div ref={place}>
      <svg class="curve" data-chart viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} role="group" aria-label={label}>
        {lines.map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={LEFT - 10} y={y(tick) + 4} text-anchor="end">
              {axisPercent(tick)}
            </text>
          </g>
        ))}
        <path
          class="curve-line"
          d={points.map(({ at, value }, nth) => `${nth ? 'L' : 'M'}${x(at)} ${y(value)}`).join('')}
        />
        {points.map((point) => (
          <a key={point.at} href={point.href} aria-current={point.isChosen ? 'true' : undefined}>
            <title>{`Position ${point.at}: ${percent(point.value)}, between ${percent(point.low)} and ${percent(point.high)}`}</title>
            <rect class="catch" x={x(point.at) - 14} y={TOP} width={28} height={HEIGHT - TOP} />
            <line class="whisker" x1={x(point.at)} x2={x(point.at)} y1={y(point.low)} y2={y(point.high)} />
            <circle class="dot" cx={x(point.at)} cy={y(point.value)} r={point.isChosen ? 6 : 4} />
            <text class="tick" x={x(point.at)} y={HEIGHT - 6} text-anchor="middle">
              {point.at}
            </text>
          </a>
        ))}
      </svg>
    </div>
  )
}
