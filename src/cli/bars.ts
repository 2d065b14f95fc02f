// Small drawings of numbers for a terminal: a bar beside a rate, and a line of blocks for a course over time.
// Promises: plain text, as wide as asked; nothing is drawn of what is unknown.

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const HEIGHTS = '▁▂▃▄▅▆▇█'

/** A bar of up to `width` characters, in eighths of one. */
export function bar(value: number | null, max: number, width = 16): string {
  if (value === null || max <= 0) return ''
  const eighths = Math.round(Math.max(0, Math.min(1, value / max)) * width * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]
}

/** One block for each value, from 0 to the largest; a gap where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const max = Math.max(0, ...values.map((value) => value ?? 0))
  return values
    .map((value) =>
      value === null ? ' ' : max === 0 ? HEIGHTS[0] : HEIGHTS[Math.min(7, Math.floor((value / max) * 8))],
    )
    .join('')
}
