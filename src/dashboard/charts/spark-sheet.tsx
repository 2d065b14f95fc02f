// Figures and their courses as one picture, for files: on the page they are text, which a picture cannot take along.
import type { JSX } from 'preact'
import { sparkPath } from './spark.tsx'

export interface SparkFigure {
  label: string
  value: string
  /** Against the period before. */
  change: string
  course: readonly (number | null)[]
}

const [COLUMNS, WIDTH, HEIGHT, GAP] = [4, 200, 120, 24]

export function SparkSheet({ figures }: { figures: readonly SparkFigure[] }): JSX.Element {
  const rows = Math.ceil(figures.length / COLUMNS)
  return (
    <svg
      class="spark-sheet"
      data-chart
      viewBox={`0 0 ${COLUMNS * WIDTH - GAP} ${rows * HEIGHT - GAP}`}
      aria-hidden="true"
    >
      {figures.map(({ label, value, change, course }, at) => (
        <g key={label} transform={`translate(${(at % COLUMNS) * WIDTH} ${Math.floor(at / COLUMNS) * HEIGHT})`}>
          <text class="tick" y={12}>
            {label}
          </text>
          <text class="value" y={38}>
            {value}
          </text>
          <text class="tick" y={58}>
            {change}
          </text>
          <g transform="translate(0 66)">
            <path d={sparkPath(course, WIDTH - GAP, 30)} />
          </g>
        </g>
      ))}
    </svg>
  )
}
