// Two bars a day: theirs; and ours, from what came in live over what came in late to what we leave out.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { DifferenceAnswer } from '../../api/index.ts'
import { useWidth } from '../charts/use-width.ts'
import { count } from '../parts/format.ts'

const [HEIGHT, FOOT, LINE] = [220, 22, 20]
/** What each colour means, told in the picture so that it is told in its file. */
const COLOURS = [
  ['theirs', 'theirs'],
  ['live', 'ours, live'],
  ['late', 'ours, came in late'],
  ['left-out', 'received, left out'],
] as const

export function DifferenceBars({ days }: { days: DifferenceAnswer['days'] }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const columns = width < 560 ? 2 : COLOURS.length
  const head = Math.ceil(COLOURS.length / columns) * LINE + 8
  const most = Math.max(1, ...days.flatMap(({ theirs, gross }) => [theirs, gross]))
  const step = width / days.length
  const bar = Math.min(34, step * 0.36)
  const foot = head + HEIGHT - FOOT
  const tall = (value: number): number => (value / most) * (HEIGHT - FOOT - 8)
  const every = Math.ceil(days.length / Math.max(1, Math.floor(width / 60)))
  const label = `Daily counts of the other tool beside ours; the highest is ${count(most)}`
  return (
    <div class="difference" ref={place}>
      <svg viewBox={`0 0 ${width} ${head + HEIGHT}`} height={head + HEIGHT} role="img" aria-label={label} data-chart>
        {COLOURS.map(([name, words], at) => (
          <g
            key={name}
            transform={`translate(${(at % columns) * Math.min(170, width / columns)} ${Math.floor(at / columns) * LINE})`}
          >
            <rect class={name} width={11} height={11} rx={2} />
            <text x={18} y={10}>
              {words}
            </text>
          </g>
        ))}
        {days.map((day, at) => (
          <g key={day.day}>
            <Day day={day} x={(at + 0.5) * step} bar={bar} foot={foot} tall={tall} />
            {at % every === 0 && (
              <text x={(at + 0.5) * step} y={head + HEIGHT - 6} text-anchor="middle">
                {day.day.slice(5)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}

interface DayProps {
  day: DifferenceAnswer['days'][number]
  /** The middle. */
  x: number
  bar: number
  /** Where bars stand. */
  foot: number
  tall: (value: number) => number
}

function Day({ day, x, bar, foot, tall }: DayProps): JSX.Element {
  const live = Math.max(0, day.net - day.late)
  const parts: [string, number, number][] = [
    ['live', 0, live],
    ['late', live, day.net],
    ['left-out', day.net, day.gross],
  ]
  return (
    <>
      <title>{`${day.day}: theirs ${count(day.theirs)}, ours ${count(day.net)} of ${count(day.gross)}`}</title>
      <rect class="theirs" x={x - bar - 1} width={bar} y={foot - tall(day.theirs)} height={tall(day.theirs)} />
      {parts.map(([name, from, to]) => (
        <rect
          key={name}
          class={name}
          x={x + 1}
          width={bar}
          y={foot - tall(to)}
          height={Math.max(0, tall(to) - tall(from))}
        />
      ))}
    </>
  )
}
