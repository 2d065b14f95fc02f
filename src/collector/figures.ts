// What the collector counts, as plain numbers: adding one must cost nothing on the hot path.
// `metrics.ts` writes them for Prometheus, and sums them over workers.

/** Upper bounds of the buckets for time until an acknowledgement, milliseconds. */
export const LATENCY_BOUNDS_MS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]

/** Why a request was turned away at the door. */
export type Refusal = 'too-large' | 'rate' | 'log' | 'connections' | 'timeout' | 'malformed' | 'aborted'

export interface Figures {
  /** Durable records, by route. */
  recorded: { beacon: number; pixel: number; redirect: number }
  refused: Record<Refusal, number>
  /** Redirects answered although their click was not durable in time: some of these may be missing. */
  redirectsUnrecorded: number
  /** Beacons that came by the fast lane. */
  lane: number
  /** Connections handed from the fast lane to node:http. */
  handedOver: number
  connections: number
  /** Acknowledgements in each bucket of LATENCY_BOUNDS_MS, and slower ones last. */
  latency: number[]
  latencySumMs: number
}

export function newFigures(): Figures {
  return {
    recorded: { beacon: 0, pixel: 0, redirect: 0 },
    refused: { 'too-large': 0, rate: 0, log: 0, connections: 0, timeout: 0, malformed: 0, aborted: 0 },
    redirectsUnrecorded: 0,
    lane: 0,
    handedOver: 0,
    connections: 0,
    latency: Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0),
    latencySumMs: 0,
  }
}

/** Note one acknowledgement. */
export function noteLatency(figures: Figures, ms: number): void {
  let bucket = 0
  while (bucket < LATENCY_BOUNDS_MS.length && ms > LATENCY_BOUNDS_MS[bucket]!) bucket++
  figures.latency[bucket]!++
  figures.latencySumMs += ms
}
