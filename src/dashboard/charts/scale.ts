// Scales of charts that are drawn as SVG: from values to pixels, and where lines are worth drawing.

export type Scale = (value: number) => number

/** From [low, high] to [start, end] pixels, to a tenth of one. */
export function scale(low: number, high: number, start: number, end: number): Scale {
  const width = high - low || 1
  return (value) => Math.round((start + ((value - low) / width) * (end - start)) * 10) / 10
}

/** About `count` round values from 0 or below `low` up to beyond `high`; the last one covers it. */
export function ticks(low: number, high: number, count = 3): number[] {
  const span = high - low || 1
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough)! * power
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}
