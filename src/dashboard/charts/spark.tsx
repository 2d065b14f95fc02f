// The course of a figure, as small as a word.
import type { JSX } from 'preact'
import { scale } from './scale.ts'

const [WIDTH, HEIGHT] = [120, 28]
/** More points than this are added up: the eye sees no more. */
const POINTS_MAX = 40

export function Spark({ values }: { values: readonly (number | null)[] }): JSX.Element {
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(values, WIDTH, HEIGHT)} />
    </svg>
  )
}

/** From zero at the bottom to the highest at the top; steps of which nothing is known are left out. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null)
  const size = Math.max(1, Math.ceil(known.length / POINTS_MAX))
  const groups = Array.from({ length: Math.ceil(known.length / size) }, (_, at) => {
    const part = known.slice(at * size, at * size + size)
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
  const x = scale(0, Math.max(1, groups.length - 1), 0, width)
  const y = scale(0, Math.max(...groups, 1e-9), height - 2, 2)
  return groups.map((value, at) => `${at ? 'L' : 'M'}${x(at)} ${y(value)}`).join('')
}
