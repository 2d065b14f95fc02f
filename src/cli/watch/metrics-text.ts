// Reads the metrics page of a collector (Prometheus text format 0.0.4): name and labels → value.

/** `wayside_refused_total{reason="rate"}` → 3. Lines that are no samples are left out. */
export function readMetrics(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  for (const line of text.split('\n')) {
    const match = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line)
    if (match) samples.set(match[1]!, Number(match[2]))
  }
  return samples
}

/** The values of one name by their one label. */
export function byLabel(samples: ReadonlyMap<string, number>, name: string): Record<string, number> {
  const found: Record<string, number> = {}
  for (const [key, value] of samples) {
    const label = key.startsWith(`${name}{`) ? /="([^"]*)"/.exec(key)?.[1] : undefined
    if (label !== undefined) found[label] = value
  }
  return found
}
