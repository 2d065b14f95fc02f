// The work of the loader: while one load is being inserted, the next is read and judged.
// Promises: a checkpoint moves only after its records are in the store and settled; after a failure everything begins again at the
// checkpoints; memory is bounded by two loads, whatever the backlog.
import { decodeRecord } from '../event/index.ts'
import type { LogRecord } from '../log/index.ts'
import type { Clock } from '../platform/index.ts'
import { LOAD_BYTES_MAX, RECORDS_PER_TURN } from './limits.ts'
import { Load } from './load.ts'
import type { LoaderOptions } from './loader.ts'
import type { Stretch } from './source.ts'
import { Sources } from './sources.ts'
import { tokenMemory } from './tokens.ts'

/** How loading goes, since the loader started. */
export interface LoaderFigures {
  loads: number
  records: number
  events: number
  quarantined: number
  /** Loads that failed and were repeated. */
  retries: number
  /** Bytes in the logs that are no records. */
  damagedBytes: number
  /** Of the last load: time from `receivedAt` of its earliest new record until it was in reports, milliseconds; 0 when there was nothing to load. */
  lagMs: number
  /** How old the oldest record is that waits behind a backlog, milliseconds; 0 when there is none. */
  backlogMs: number
  /** Everything received before this is in reports, as far as this loader reads; milliseconds since the Unix epoch. */
  watermark: number
}

export class Loading {
  readonly figures: LoaderFigures = {
    loads: 0,
    records: 0,
    events: 0,
    quarantined: 0,
    retries: 0,
    damagedBytes: 0,
    lagMs: 0,
    backlogMs: 0,
    watermark: 0,
  }
  readonly #options: LoaderOptions
  readonly #clock: Clock
  readonly #sources: Sources
  /** One is being inserted while the other is filled. */
  readonly #loads: [Load, Load]
  #turn = 0
  #inserting: Promise<void> = Promise.resolve()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LoaderOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    const token = tokenMemory(options.keyOf)
    this.#loads = [new Load(options.siteOf, token), new Load(options.siteOf, token)]
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
    await this.flush()
  }

  /** Read one load and begin to insert it, after the one before. @returns the log bytes that it took; 0 when there was nothing. */
  once(): Promise<number> {
    return this.#inTurn(() => this.#once())
  }

  /** Wait until all that was read is in the store. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#inserting)
  }

  async close(): Promise<void> {
    await this.flush().catch(() => undefined)
    this.#sources.close()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work).catch((error) => {
      // The readers are past records that are not stored: they begin again at their checkpoints.
      this.#sources.close()
      this.#inserting = Promise.resolve()
      throw error
    })
    this.#last = mine.catch(() => undefined)
    return mine
  }

  async #once(): Promise<number> {
    const startedAt = this.#clock.now()
    const stretches = await this.#sources.next(LOAD_BYTES_MAX, this.#clock.monotonic())
    if (stretches.length === 0) {
      await this.#inserting
      this.figures.lagMs = 0
      this.figures.backlogMs = 0
      this.figures.watermark = Math.max(this.figures.watermark, startedAt)
      return 0
    }
    const load = this.#loads[this.#turn++ % 2]!
    const bytes = await this.#prepare(load, stretches)
    await this.#inserting
    this.#inserting = this.#insert(load, stretches)
    // Its failure is met by whoever waits for it next.
    this.#inserting.catch(() => undefined)
    return Math.max(1, bytes)
  }

  async #prepare(load: Load, stretches: readonly Stretch[]): Promise<number> {
    let bytes = 0
    let sinceTurn = 0
    load.clear()
    for (const { log, records } of stretches) {
      if (records.length > 0) load.cover(log, records[0]!.sequence, records.at(-1)!.sequence)
      for (const { sequence, body } of records) {
        load.add(log, sequence, body)
        bytes += body.length
        if (++sinceTurn >= RECORDS_PER_TURN) {
          sinceTurn = 0
          await new Promise(setImmediate)
        }
      }
    }
    return bytes
  }

  async #insert(load: Load, stretches: readonly Stretch[]): Promise<void> {
    await this.#options.store.alone(() => load.insertInto(this.#options.store))
    this.#sources.done(stretches)
    const { records, events, quarantined } = load.counts
    const figures = this.figures
    figures.loads++
    figures.records += records
    figures.events += events
    figures.quarantined += quarantined
    this.#tellTime(stretches)
  }

  /** How far behind the store is: of what is new, and of what waits behind a backlog. */
  #tellTime(stretches: readonly Stretch[]): void {
    const now = this.#clock.now()
    const figures = this.figures
    const current = stretches.filter(({ isBacklog }) => !isBacklog)
    const backlog = stretches.filter(({ isBacklog }) => isBacklog)
    // Where nothing was read ahead, the backlog is all that there is to tell of.
    const told = current.length > 0 ? current : backlog
    figures.lagMs = Math.max(0, now - Math.min(now, ...told.map(({ records }) => receivedAtOf(records[0], now))))
    const reached = Math.min(now, ...backlog.map(({ records }) => receivedAtOf(records.at(-1), now)))
    figures.backlogMs = backlog.length > 0 ? now - reached : 0
    const newest = Math.max(0, ...current.map(({ records }) => receivedAtOf(records.at(-1), 0)))
    figures.watermark = Math.max(figures.watermark, backlog.length > 0 ? reached : newest)
  }
}

function receivedAtOf(record: LogRecord | undefined, otherwise: number): number {
  return (record && decodeRecord(record.body)?.stamp.receivedAt) ?? otherwise
}
