// How many log bytes the next load may take: as many as the store puts in within the time aimed at, learnt from loads that left a backlog.
import { LOAD_BYTES_FIRST, LOAD_BYTES_MAX, LOAD_BYTES_MIN, LOAD_MS, SHARED_LOAD_MS } from './limits.ts'
import type { Stretch } from './source.ts'

export class LoadSize {
  /** Log bytes of the next load, of all logs together. */
  bytes: number = LOAD_BYTES_FIRST

  /** A load of these stretches took so long to insert. What left nothing behind says nothing: it may have been of any size. */
  learn(stretches: readonly Pick<Stretch, 'isBacklog' | 'checkpoint'>[], tookMs: number): void {
    if (!hasBacklog(stretches)) return
    const isAhead = stretches.some(({ checkpoint }) => checkpoint === undefined)
    const aimed = (this.bytes * (isAhead ? SHARED_LOAD_MS : LOAD_MS)) / Math.max(1, tookMs)
    this.bytes = Math.min(LOAD_BYTES_MAX, 2 * this.bytes, Math.max(LOAD_BYTES_MIN, aimed))
  }
}

/** Is more waiting than was read? */
export function hasBacklog(stretches: readonly Pick<Stretch, 'isBacklog'>[]): boolean {
  return stretches.some(({ isBacklog }) => isBacklog)
}
