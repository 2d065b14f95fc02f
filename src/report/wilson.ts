// The Wilson score interval of a rate: E. B. Wilson, JASA 22 (1927), equation 5. Right at 0, at 1 and for small counts, where ±1.96 s is not.
// Promises: pure; 0 ≤ low ≤ rate ≤ high ≤ 1. Does not: know that items of one list are seen by one person; see docs/guides/answers.md.

/** The standard normal's 97.5 % point: a two-sided 95 % interval. */
const Z = 1.959963984540054

/** The 95 % interval of `part / whole`, counts; null when there is nothing to divide by, or when it is no share: parts whose wholes were not received. */
export function wilson(part: number, whole: number): { low: number; high: number } | null {
  if (whole <= 0 || part > whole) return null
  const rate = part / whole
  const zz = (Z * Z) / whole
  const centre = (rate + zz / 2) / (1 + zz)
  const half = (Z * Math.sqrt((rate * (1 - rate)) / whole + zz / (4 * whole))) / (1 + zz)
  return { low: rate === 0 ? 0 : Math.max(0, centre - half), high: rate === 1 ? 1 : Math.min(1, centre + half) }
}
