// Values with their intervals, one a line, named where they stand: a dot, and how far chance may have moved it.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { axisPercent } from '../parts/format.ts'
import { scale, ticks } from './scale.ts'
import { useWidth } from './use-width.ts'

export interface IntervalRow {
  name: string
  /** Null: too little is known. */
  value: number | null
  low: number | null
  high: number | null
  /** Beside the name, softer. */
  note?: string
  /** Followed, it filters. */
  href?: string | undefined
  isChosen?: boolean
}

interface IntervalsProps {
  rows: readonly IntervalRow[]
  label: string
  format: (value: number) => string
  /** A value that others are compared with. */
  zero?: number
  /** Where the axis ends at the most: an interval that knows nothing must not hide those that do. */
  highest?: number
}

const [ROW, TOP, BOTTOM, RIGHT] = [46, 4, 24, 16]

export function Intervals({ rows, label, format, zero, highest }: IntervalsProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const ends = rows.flatMap(({ low, high, value }) => [low, high, value]).filter((one) => one !== null)
  const most = Math.max(...ends, zero ?? 0, 1e-6)
  const lines = ticks(Math.min(0, zero ?? 0, ...ends), Math.min(most, highest ?? most), width < 480 ? 2 : 4)
  const x = scale(lines[0]!, lines.at(-1)!, 8, width - RIGHT)
  const clip = (value: number): number => Math.min(width - 4, Math.max(4, x(value)))
  const height = TOP + rows.length * ROW + BOTTOM
  return (
    <div ref={place}>
      <svg
        class="intervals"
        data-chart
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        role="group"
        aria-label={label}
      >
        {lines.map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class={tick === zero ? 'zero' : 'grid'} x1={x(tick)} x2={x(tick)} y1={TOP} y2={height - BOTTOM} />
            <text class="tick" x={x(tick)} y={height - 6} text-anchor="middle">
              {axisPercent(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, at) => {
          const y = TOP + at * ROW + 33
          const drawing = (
            <>
              <text class="name" x={8} y={y - 14}>
                <tspan class="alone">{row.name}</tspan>{' '}
                <tspan class="note" dx="4">
                  {noteOf(row, format)}
                </tspan>
              </text>
              {row.low !== null && row.high !== null && (
                <line class="range" x1={clip(row.low)} x2={clip(row.high)} y1={y} y2={y} />
              )}
              {row.value !== null && <circle class="dot" cx={clip(row.value)} cy={y} r={row.isChosen ? 6 : 4.5} />}
            </>
          )
          return row.href === undefined ? (
            <g key={row.name} role="img" aria-label={wordsOf(row, format)}>
              {drawing}
            </g>
          ) : (
            <a
              key={row.name}
              href={row.href}
              aria-label={`${row.name} ${noteOf(row, format)}${betweenOf(row, format)}`}
              aria-current={row.isChosen ? 'true' : undefined}
            >
              <rect class="catch" x={0} y={TOP + at * ROW} width={width} height={ROW} />
              {drawing}
            </a>
          )
        })}
      </svg>
    </div>
  )
}

type Format = IntervalsProps['format']

/** What is written beside the name. */
function noteOf({ value, note }: IntervalRow, format: Format): string {
  return `${value === null ? 'too little is known' : format(value)}${note ? ` · ${note}` : ''}`
}

function wordsOf(row: IntervalRow, format: Format): string {
  if (row.value === null) return `${row.name}: too little is known`
  return `${row.name}: ${format(row.value)}${betweenOf(row, format)}`
}

function betweenOf({ value, low, high }: IntervalRow, format: Format): string {
  return value !== null && low !== null && high !== null ? `, between ${format(low)} and ${format(high)}` : ''
}
