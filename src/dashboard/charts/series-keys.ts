// What keys do on the time series: arrows walk from step to step, plus halves the stretch around where one is, minus zooms out.
import type { Drawn } from './series-data.ts'

export interface Looked {
  drawn: Drawn
  /** The step under the cursor. */
  hover: number | null
  from: number
  to: number
}

export interface KeyDeeds {
  walk(step: number): void
  zoomIn(from: number, to: number): void
  zoomOut(): void
}

/** @returns whether the key did something. */
export function pressed(key: string, { drawn, hover, from, to }: Looked, deeds: KeyDeeds): boolean {
  const { at, stepMs } = drawn
  if (at.length === 0) return false
  if (key === 'ArrowLeft') deeds.walk(Math.max(0, (hover ?? at.length) - 1))
  else if (key === 'ArrowRight') deeds.walk(Math.min(at.length - 1, (hover ?? -1) + 1))
  else if (key === '+' || key === '=') {
    const middle = at[hover ?? Math.floor(at.length / 2)]! + stepMs / 2
    const quarter = (to - from) / 4
    deeds.zoomIn(Math.max(from, middle - quarter), Math.min(to, middle + quarter))
  } else if (key === '-') deeds.zoomOut()
  else return false
  return true
}
