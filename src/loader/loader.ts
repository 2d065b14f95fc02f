// Keeps the store up to date with the logs, for ever or once.
// Promises: a failed load is repeated until it succeeds; `drain` returns when all that the logs held is in reports.
import { type Clock, type Disk, pause, systemClock } from '../platform/index.ts'
import type { Store } from '../store/index.ts'
import type { LoaderFigures } from './figures.ts'
import { LOAD_PAUSE_MS, RETRY_PAUSE_MAX_MS, RETRY_PAUSE_MS, SMALL_LOAD_BYTES } from './limits.ts'
import type { SiteOf } from './load.ts'
import { Loading } from './loading.ts'
import type { KeyOf } from './tokens.ts'

export interface LoaderOptions {
  /** Folder that holds the logs. */
  logRoot: string
  store: Store
  keyOf: KeyOf
  siteOf: SiteOf
  clock?: Clock
  /** Where the logs are; the machine's own disk otherwise. */
  disk?: Disk
  /** Told about each load that failed; it will be repeated. */
  onRetry?: (error: Error) => void
  /** Told about bytes of a log that are no records. */
  onDamage?: (log: string, bytes: number) => void
}

export interface Loader {
  figures(): LoaderFigures
  /** Load all there is now, beside the running loop. @throws what made a load fail. */
  drain(): Promise<void>
  /** Finish the load at hand and stop. */
  stop(): Promise<void>
}

/** Start loading. */
export function startLoader(options: LoaderOptions): Loader {
  const work = new Loading(options, options.clock ?? systemClock)
  const stopping = new AbortController()
  const loop = run(work, options, stopping.signal)
  return {
    figures: () => work.told(),
    drain: () => work.drain(),
    async stop() {
      stopping.abort()
      await loop
      await work.close()
    },
  }
}

/** Load all there is, then return. @throws what made a load fail: nothing is lost, the log still has it. */
export async function drain(options: LoaderOptions): Promise<LoaderFigures> {
  const work = new Loading(options, options.clock ?? systemClock)
  try {
    await work.drain()
    return { ...work.figures }
  } finally {
    await work.close()
  }
}

async function run(work: Loading, options: LoaderOptions, signal: AbortSignal): Promise<void> {
  let retryMs = RETRY_PAUSE_MS
  while (!signal.aborted) {
    try {
      const bytes = await work.once()
      if (bytes < SMALL_LOAD_BYTES) {
        await work.flush()
        await pause(LOAD_PAUSE_MS, signal)
      }
      retryMs = RETRY_PAUSE_MS
    } catch (error) {
      work.figures.retries++
      options.onRetry?.(error as Error)
      await pause(retryMs, signal)
      retryMs = Math.min(RETRY_PAUSE_MAX_MS, retryMs * 2)
    }
  }
}
