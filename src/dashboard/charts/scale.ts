// Scales of charts that are drawn as SVG: from values to pixels, and where lines are worth drawing.

export type Scale = (value: number) => number

/** From [low, high] to [start, end] pixels, to a tenth of one. */
export function scale(low: number, high: number, start: number, end: number): Scale {
  const width = high - low || 1
  return (value) => Math.round((start + ((value - low) / width) * (end - start)) * 10) / 10
}

/**
 * About `count` round values: the first at or below `low`, the last at or above `high`; of a single value, up to one more.
 * @param isWhole of what is counted: there is no line at half a click.
 */
export function ticks(low: number, high: number, count = 3, isWhole = false): number[] {
  const top = high > low ? high : low + 1
  const rough = (top - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power).filter((step) => step >= rough)
  const step = isWhole ? (steps.find(Number.isInteger) ?? 1) : steps[0]!
  const first = Math.floor(low / step)
  const last = Math.ceil(top / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}
