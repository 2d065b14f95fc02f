// Two bars a day: theirs; and ours, from what came in live over what came in late to what we leave out.
import type { JSX } from 'preact'
import type { DifferenceAnswer } from '../../api/index.ts'
import { count } from '../parts/format.ts'

const WIDTH = 900
const HEIGHT = 220
const FOOT = 22

export function DifferenceBars({ days }: { days: DifferenceAnswer['days'] }): JSX.Element {
  const most = Math.max(1, ...days.flatMap(({ theirs, gross }) => [theirs, gross]))
  const step = WIDTH / days.length
  const bar = Math.min(34, step * 0.36)
  const tall = (value: number): number => (value / most) * (HEIGHT - FOOT - 8)
  const every = Math.ceil(days.length / 12)
  const label = `Daily counts of the other tool beside ours; the highest is ${count(most)}`
  return (
    <figure class="difference">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} data-chart>
        {days.map((day, at) => {
          const middle = (at + 0.5) * step
          const live = Math.max(0, day.net - day.late)
          const parts: [string, number, number][] = [
            ['live', 0, live],
            ['late', live, day.net],
            ['left-out', day.net, day.gross],
          ]
          return (
            <g key={day.day}>
              <title>{`${day.day}: theirs ${count(day.theirs)}, ours ${count(day.net)} of ${count(day.gross)}`}</title>
              <rect
                class="theirs"
                x={middle - bar - 1}
                width={bar}
                y={HEIGHT - FOOT - tall(day.theirs)}
                height={tall(day.theirs)}
              />
              {parts.map(([name, from, to]) => (
                <rect
                  key={name}
                  class={name}
                  x={middle + 1}
                  width={bar}
                  y={HEIGHT - FOOT - tall(to)}
                  height={Math.max(0, tall(to) - tall(from))}
                />
              ))}
              {at % every === 0 && (
                <text x={middle} y={HEIGHT - 6} text-anchor="middle">
                  {day.day.slice(5)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption>
        <span class="theirs">theirs</span> <span class="live">ours, live</span>{' '}
        <span class="late">ours, came in late</span> <span class="left-out">received, left out</span>
      </figcaption>
    </figure>
  )
}
