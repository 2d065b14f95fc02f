// Keeps the store up to date with the logs, for ever or once.
// Promises: a checkpoint moves only after its records are in the store; a failed insert is repeated until it succeeds; memory is bounded
// whatever the backlog. Does not: delete segments.
import { WaysideError } from '../event/index.ts'
import { type Clock, type Disk, sleep, systemClock } from '../platform/index.ts'
import { StatementFailed, type Store } from '../store/index.ts'
import {
  LOAD_BYTES_MAX,
  LOAD_PAUSE_MS,
  RECORDS_PER_TURN,
  RETRY_PAUSE_MAX_MS,
  RETRY_PAUSE_MS,
  SMALL_LOAD_BYTES,
} from './limits.ts'
import { Load, type SiteOf } from './load.ts'
import { Sources, type Stretch } from './sources.ts'
import { type KeyOf, tokenMemory } from './tokens.ts'

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

/** How loading goes, since the loader started. */
export interface LoaderFigures {
  loads: number
  records: number
  events: number
  quarantined: number
  retries: number
  /** Bytes in the logs that are no records. */
  damagedBytes: number
  /** Of the last load: time from `receivedAt` of its earliest record until it was in reports, milliseconds. */
  lagMs: number
  /** Everything received before this is in reports, as far as this loader reads; milliseconds since the Unix epoch. */
  watermark: number
}

export interface Loader {
  figures(): LoaderFigures
  /** Load all there is now, beside the running loop. */
  drain(): Promise<void>
  /** Finish the load at hand and stop. */
  stop(): Promise<void>
}

/** Start loading. */
export function startLoader(options: LoaderOptions): Loader {
  const work = new Loading(options)
  const stopping = new AbortController()
  const loop = run(work, stopping.signal)
  return {
    figures: () => ({ ...work.figures }),
    drain: () => work.drain(),
    async stop() {
      stopping.abort()
      await loop
      work.close()
    },
  }
}

/** Load all there is, then return. @throws when the store does not answer. */
export async function drain(options: LoaderOptions): Promise<LoaderFigures> {
  const work = new Loading(options)
  try {
    await work.drain()
    return { ...work.figures }
  } finally {
    work.close()
  }
}

async function run(work: Loading, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const bytes = await work.once(signal).catch((error: Error) => {
      if (!signal.aborted) work.failed(error)
      return 0
    })
    if (bytes < SMALL_LOAD_BYTES) await sleep(LOAD_PAUSE_MS, signal).catch(() => undefined)
  }
}

class Loading {
  readonly figures: LoaderFigures = {
    loads: 0,
    records: 0,
    events: 0,
    quarantined: 0,
    retries: 0,
    damagedBytes: 0,
    lagMs: 0,
    watermark: 0,
  }
  readonly #options: LoaderOptions
  readonly #clock: Clock
  readonly #sources: Sources
  readonly #load: Load
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LoaderOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#load = new Load(options.siteOf, tokenMemory(options.keyOf))
    this.#sources = new Sources(
      options.logRoot,
      (log, bytes) => {
        this.figures.damagedBytes += bytes
        options.onDamage?.(log, bytes)
      },
      options.disk,
    )
  }

  /** Load until the logs hold nothing more. */
  async drain(): Promise<void> {
    this.#sources.lookAgain()
    while ((await this.once()) > 0) {}
  }

  /** One load. @returns the log bytes that it took; 0 when there was nothing. */
  once(signal?: AbortSignal): Promise<number> {
    const mine = this.#last
      .then(() => this.#once(signal))
      .catch((error) => {
        // The readers are past records that are not stored: they begin again at their checkpoints.
        this.#sources.close()
        throw error
      })
    this.#last = mine.catch(() => undefined)
    return mine
  }

  close(): void {
    this.#sources.close()
  }

  failed(error: Error): void {
    this.figures.retries++
    this.#options.onRetry?.(error)
  }

  async #once(signal?: AbortSignal): Promise<number> {
    const startedAt = this.#clock.now()
    const stretches = await this.#sources.next(LOAD_BYTES_MAX, this.#clock.monotonic())
    if (stretches.length === 0) {
      this.figures.lagMs = 0
      this.figures.watermark = Math.max(this.figures.watermark, startedAt)
      return 0
    }
    const bytes = await this.#prepare(stretches)
    await this.#insert(signal)
    this.#sources.done(stretches)
    const { records, events, quarantined, receivedAtMin, receivedAtMax } = this.#load.counts
    const figures = this.figures
    figures.loads++
    figures.records += records
    figures.events += events
    figures.quarantined += quarantined
    figures.lagMs = Math.max(0, this.#clock.now() - receivedAtMin)
    figures.watermark = Math.max(figures.watermark, receivedAtMax)
    return bytes
  }

  async #prepare(stretches: readonly Stretch[]): Promise<number> {
    let bytes = 0
    let sinceTurn = 0
    this.#load.clear()
    for (const { log, records } of stretches) {
      this.#load.cover(log, records[0]!.sequence, records.at(-1)!.sequence)
      for (const { sequence, body } of records) {
        this.#load.add(log, sequence, body)
        bytes += body.length
        if (++sinceTurn >= RECORDS_PER_TURN) {
          sinceTurn = 0
          await new Promise(setImmediate)
        }
      }
    }
    return bytes
  }

  /** Insert, again and again until it succeeds. @throws what failed, when `signal` says to give up, or without one at the first bug. */
  async #insert(signal?: AbortSignal): Promise<void> {
    for (let pauseMs = RETRY_PAUSE_MS; ; pauseMs = Math.min(RETRY_PAUSE_MAX_MS, pauseMs * 2)) {
      try {
        await this.#options.store.alone(() => this.#load.insertInto(this.#options.store))
        return
      } catch (error) {
        const failure = error as Error
        const passing = failure instanceof WaysideError || failure instanceof StatementFailed
        if (!passing || !signal || signal.aborted) throw failure
        this.failed(failure)
        await sleep(pauseMs, signal).catch(() => undefined)
      }
    }
  }
}
