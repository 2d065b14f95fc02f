// The last minutes: each click where it came in; one that was recovered with a line back to when it happened.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { clock } from '../parts/format.ts'
import type { LiveClick } from '../state/click-tape.ts'
import { scale } from './scale.ts'
import { useWidth } from './use-width.ts'

const [HEIGHT, BOTTOM] = [132, 24]

interface StripProps {
  clicks: readonly LiveClick[]
  from: number
  to: number
  tz: string
}

export function Strip({ clicks, from, to, tz }: StripProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const x = scale(from, to, 0, width - 6)
  const shown = clicks.filter((click) => click.receivedAt >= from)
  const stepMs = width < 560 ? 120_000 : 60_000
  const first = Math.ceil(from / stepMs) * stepMs
  const minutes = Array.from({ length: Math.max(0, Math.ceil((to - first) / stepMs)) }, (_, at) => first + at * stepMs)
  return (
    <div ref={place}>
      <svg
        class="strip"
        data-chart
        viewBox={`0 0 ${width} ${HEIGHT}`}
        height={HEIGHT}
        role="img"
        aria-label={`${shown.length} clicks in the last minutes; the list below tells each`}
      >
        {minutes.map((minute) => (
          <g key={minute}>
            <line class="grid" x1={x(minute)} x2={x(minute)} y1={0} y2={HEIGHT - BOTTOM} />
            <text class="tick" x={Math.min(x(minute), width - 34)} y={HEIGHT - 6}>
              {clock(minute, tz, false)}
            </text>
          </g>
        ))}
        {shown.map((click) => {
          // Spread by id, so that each keeps its height.
          const y = 8 + (Number.parseInt(click.id.slice(-4), 16) % (HEIGHT - BOTTOM - 16))
          const cx = x(click.kind === 'recovered' ? click.receivedAt : Math.max(from, click.at))
          return (
            <g key={click.id}>
              {click.kind === 'recovered' && (
                <line class="wait" x1={x(Math.max(from, click.at))} x2={cx} y1={y} y2={y} />
              )}
              <circle class={`dot ${click.kind}`} cx={cx} cy={y} r={4} />
            </g>
          )
        })}
      </svg>
    </div>
  )
}
