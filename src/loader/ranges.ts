// Covers many numbers by a few ranges, so that a statement need not carry each of them: binding a thousand costs the engine more than
// reading a hundred thousand rows.
// Promises: every number is in a range; the widest gaps are in none, so that one late event does not stretch a range over a week.

/** Ranges that a statement takes: `{from0}` to `{to3}`. */
const RANGES = 4

/** Bounds of the ranges, by parameter name, both included. Unused ones hold nothing. */
export function rangesOf(numbers: Iterable<number>): Record<string, number> {
  const sorted = [...numbers].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((number, i) => ({ before: i + 1, width: number - sorted[i]! }))
  const starts = gaps
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.width - a.width)
    .slice(0, RANGES - 1)
    .map(({ before }) => before)
    .sort((a, b) => a - b)
  const ranges: Record<string, number> = {}
  for (let i = 0; i < RANGES; i++) {
    const first = i === 0 ? 0 : (starts[i - 1] ?? sorted.length)
    const end = starts[i] ?? sorted.length
    ranges[`from${i}`] = first < end ? sorted[first]! : 1
    ranges[`to${i}`] = first < end ? sorted[end - 1]! : 0
  }
  return ranges
}
