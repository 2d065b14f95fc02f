// The work of the loader: while one load is being inserted, the next is read and judged.
// Promises: a checkpoint moves only after its records are in the store and settled; after a failure everything begins again at the
// checkpoints, after what was left half in; memory is bounded by two loads, whatever the backlog.
import type { Clock } from '../platform/index.ts'
import { type LoaderFigures, noFigures, oldestNew, tellTime } from './figures.ts'
import { finishHalf, hasReplay } from './finish.ts'
import { SMALL_LOAD_BYTES, TURN_BYTES } from './limits.ts'
import { Load } from './load.ts'
import { hasBacklog, LoadSize } from './load-size.ts'
import type { LoaderOptions } from './loader.ts'
import type { Stretch } from './source.ts'
import { Sources } from './sources.ts'
import { type TokenOf, tokenMemory } from './tokens.ts'

export class Loading {
  readonly figures: LoaderFigures = noFigures()
  /** Loads that are read and not in reports yet, and when the earliest new record of each was received. */
  readonly #waiting = new Map<Load, number>()
  readonly #options: LoaderOptions
  readonly #clock: Clock
  readonly #sources: Sources
  readonly #tokenOf: TokenOf
  /** One is being inserted while the other is filled. */
  readonly #loads: [Load, Load]
  #turn = 0
  readonly #size = new LoadSize()
  #inserting: Promise<void> = Promise.resolve()
  /** Something may be half in the store. */
  #isHalf = true
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: LoaderOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#tokenOf = tokenMemory(options.keyOf)
    this.#loads = [new Load(options.siteOf, this.#tokenOf), new Load(options.siteOf, this.#tokenOf)]
    this.#sources = new Sources(
      options.logRoot,
      (log, bytes) => {
        this.figures.damagedBytes += bytes
        options.onDamage?.(log, bytes)
      },
      options.disk,
    )
  }

  /** The figures as they are now: the lag grows while a load waits for its store. */
  told(): LoaderFigures {
    const lagMs = Math.max(this.figures.lagMs, this.#clock.now() - Math.min(...this.#waiting.values()))
    return { ...this.figures, lagMs }
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
      this.#isHalf = true
      throw error
    })
    this.#last = mine.catch(() => undefined)
    return mine
  }

  async #once(): Promise<number> {
    const startedAt = this.#clock.now()
    if (this.#isHalf || hasReplay(this.#options.store)) await finishHalf(this.#options, this.#tokenOf)
    this.#isHalf = false
    const stretches = await this.#sources.next(this.#size.bytes, this.#clock.monotonic())
    if (stretches.length === 0) {
      await this.#inserting
      this.#waiting.clear()
      this.figures.lagMs = 0
      this.figures.backlogMs = 0
      this.figures.watermark = Math.max(this.figures.watermark, startedAt)
      return 0
    }
    const load = this.#loads[this.#turn++ % 2]!
    this.#waiting.set(load, oldestNew(stretches, startedAt))
    const bytes = await this.#prepare(load, stretches)
    await this.#inserting
    this.#inserting = this.#insert(load, stretches)
    // Its failure is met by whoever waits for it next.
    this.#inserting.catch(() => undefined)
    // A share of a load is no sign that little is left.
    return Math.max(bytes, hasBacklog(stretches) ? SMALL_LOAD_BYTES : 1)
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
        sinceTurn += body.length
        if (sinceTurn >= TURN_BYTES) {
          sinceTurn = 0
          await new Promise(setImmediate)
        }
      }
    }
    return bytes
  }

  async #insert(load: Load, stretches: readonly Stretch[]): Promise<void> {
    const { store } = this.#options
    let startedAt = 0
    await store.load(load.covered, () => {
      startedAt = this.#clock.monotonic()
      return load.insertInto(store)
    })
    this.#sources.done(stretches)
    this.#waiting.delete(load)
    this.#size.learn(stretches, this.#clock.monotonic() - startedAt)
    const { records, events, quarantined } = load.counts
    const figures = this.figures
    figures.loads++
    figures.records += records
    figures.events += events
    figures.quarantined += quarantined
    tellTime(figures, stretches, this.#clock.now())
  }
}
