// An effect over time with its interval: the band closes in on a line; where it leaves zero behind, there is a difference.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { axisPercent, moment } from '../parts/format.ts'
import { scale, ticks } from './scale.ts'
import { useWidth } from './use-width.ts'

export interface EffectLine {
  name: string
  points: { at: number; value: number; low: number; high: number }[]
}

interface EffectProps {
  lines: readonly EffectLine[]
  tz: string
  label: string
}

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [300, 58, 8, 18, 26]
/** Early intervals are wide; the picture is about the later ones, so that it ends at this many times the last one's reach. */
const REACH = 3

export function Effect({ lines, tz, label }: EffectProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const points = lines.flatMap((line) => line.points)
  const last = lines.flatMap((line) => line.points.slice(-1))
  const reach = REACH * Math.max(0.01, ...last.map(({ low, high }) => high - low))
  const low = Math.max(Math.min(0, ...points.map((point) => point.low)), -reach)
  const high = Math.min(Math.max(0, ...points.map((point) => point.high)), reach)
  const rows = ticks(low, high, 4)
  const x = scale(Math.min(...points.map(({ at }) => at)), Math.max(...points.map(({ at }) => at)), LEFT, width - RIGHT)
  const y = scale(rows[0]!, rows.at(-1)!, HEIGHT - BOTTOM, TOP)
  const clip = (value: number): number => Math.min(HEIGHT - BOTTOM, Math.max(TOP, y(value)))
  return (
    <div ref={place}>
      <svg class="effect" data-chart viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} role="img" aria-label={label}>
        {rows.map((tick) => (
          <g key={tick}>
            <line class={tick === 0 ? 'zero' : 'grid'} x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={LEFT - 10} y={y(tick) + 4} text-anchor="end">
              {axisPercent(tick)}
            </text>
          </g>
        ))}
        {lines.map(({ name, points: own }, nth) => (
          <g key={name} class={nth === 0 ? undefined : 'other'}>
            <path
              class="band"
              d={`M${own.map(({ at, high: top }) => `${x(at)} ${clip(top)}`).join('L')}L${own
                .toReversed()
                .map(({ at, low: bottom }) => `${x(at)} ${clip(bottom)}`)
                .join('L')}Z`}
            />
            <path class="line" d={`M${own.map(({ at, value }) => `${x(at)} ${clip(value)}`).join('L')}`} />
            <text class="name" x={width - RIGHT} y={clip(own.at(-1)!.value) - 8} text-anchor="end">
              {name}
            </text>
          </g>
        ))}
        {[points[0], points.at(-1)].map(
          (point, nth) =>
            point && (
              <text
                key={nth === 0 ? 'from' : 'to'}
                class="tick"
                x={nth === 0 ? LEFT : width - RIGHT}
                y={HEIGHT - 6}
                text-anchor={nth === 0 ? 'start' : 'end'}
              >
                {moment(point.at, tz)}
              </text>
            ),
        )}
      </svg>
    </div>
  )
}
