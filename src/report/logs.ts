// How far the store has read each log.
import type { Store } from '../store/index.ts'

export interface LogEnd {
  log: string
  /** When its newest record in the store was received, milliseconds. */
  newestAt: number
  sequence: number
}

export function logEnds(store: Store): Promise<LogEnd[]> {
  return store.select<LogEnd>('logEnds')
}
