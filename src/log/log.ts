// The writing end of a log. See `index.ts` for what it promises and `format.ts` for the bytes.
import { type Clock, type Disk, secureBytes, systemClock, systemDisk } from '../platform/index.ts'
import { deleteReadSegments } from './checkpoint.ts'
import { Commit, type Waiter } from './commit.ts'
import { LogUnavailable } from './errors.ts'
import { FRAME_BYTES, HEADER_BYTES } from './format.ts'
import {
  PENDING_BYTES_MAX,
  RECORD_BYTES_MAX,
  RETRY_MS,
  SEGMENT_BYTES_MAX,
  SEGMENT_BYTES_MIN,
  SWEEP_MS,
} from './limits.ts'
import { type Recovery, recover } from './recover.ts'
import { makeSpare, nextSegmentBytes, Segment, type SegmentPlace, type Spare } from './segment.ts'

export interface LogOptions {
  folder: string
  /** Bytes of the disk that the log leaves free; appends are refused before it is touched. Default 0. */
  reserveBytes?: number
  segmentBytesMin?: number
  segmentBytesMax?: number
  /** Told about everything that an operator should know. */
  onTrouble?: (message: string) => void
  disk?: Disk
  clock?: Clock
}

/** What a log has done since it was opened. */
export interface LogFigures {
  records: number
  bytes: number
  commits: number
  refused: number
  failures: number
  segmentsBegun: number
  segmentsDeleted: number
  /** Bytes that wait for the disk now. */
  pendingBytes: number
  lastSequence: number
}

/** The writing end of a log. One process holds it at a time. */
export class Log {
  readonly folder: string
  /** What the last run left behind. */
  readonly recovery: Recovery
  readonly #place: SegmentPlace
  readonly #bytesMax: number
  readonly #onTrouble: (message: string) => void
  readonly #release: () => void
  #filling = new Commit()
  #syncing = new Commit()
  #next: number
  #acknowledged: number
  #segment: Segment | undefined
  #spare: Promise<Spare | undefined> | undefined
  #segmentBytes: number
  #running: Promise<void> | undefined
  #closed = false
  #retryAt = 0
  #trouble: LogUnavailable | undefined
  readonly #sweep: NodeJS.Timeout
  readonly #figures: Omit<LogFigures, 'pendingBytes' | 'lastSequence'> = {
    records: 0,
    bytes: 0,
    commits: 0,
    refused: 0,
    failures: 0,
    segmentsBegun: 0,
    segmentsDeleted: 0,
  }

  constructor(options: LogOptions, release: () => void) {
    const { folder, disk = systemDisk, clock = systemClock } = options
    this.folder = folder
    this.#release = release
    this.#place = {
      folder,
      disk,
      clock,
      reserveBytes: options.reserveBytes ?? 0,
      salt: () => secureBytes(4).readUInt32LE(0),
    }
    this.#bytesMax = options.segmentBytesMax ?? SEGMENT_BYTES_MAX
    this.#segmentBytes = Math.min(options.segmentBytesMin ?? SEGMENT_BYTES_MIN, this.#bytesMax) / 2
    this.#onTrouble = options.onTrouble ?? (() => undefined)
    this.recovery = recover(folder, disk)
    this.#next = this.recovery.next
    this.#acknowledged = this.recovery.acknowledged
    this.#sweep = setInterval(() => this.#deleteRead(), SWEEP_MS)
    this.#sweep.unref()
  }

  /** Append one record. @returns its sequence, once it would survive the power going out. @throws LogUnavailable */
  append(record: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.put('', record, { committed: resolve, refused: reject })
    })
  }

  /** Append a record made of an ASCII text and the bytes after it, without a promise: for the one hot path. Never throws. */
  put(head: string, body: Uint8Array, waiter: Waiter): void {
    const bytes = FRAME_BYTES + head.length + body.length
    const refusal = this.#refusal(bytes)
    if (refusal) {
      this.#figures.refused++
      queueMicrotask(() => waiter.refused(refusal))
      return
    }
    this.#filling.add(head, body, waiter)
    this.#running ??= this.#run()
  }

  /** Why nothing can be appended now; undefined when it can, as far as is known. */
  get trouble(): Error | undefined {
    return this.#trouble
  }

  get figures(): LogFigures {
    const pendingBytes = this.#filling.used + this.#syncing.used
    return { ...this.#figures, pendingBytes, lastSequence: this.#next - 1 }
  }

  /** Have a segment ready, so that the first append need not wait for one. Trouble is told, not thrown. */
  async prepare(): Promise<void> {
    await this.#running
    try {
      await this.#segmentFor(0)
    } catch (error) {
      this.#abandon(error)
    }
  }

  /** Commit what was appended, seal the segment and let the folder go. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#sweep)
    await this.#running
    const spare = await this.#spare
    try {
      spare?.file.close()
      await this.#sealNow()
    } finally {
      this.#release()
    }
  }

  #refusal(bytes: number): LogUnavailable | undefined {
    if (this.#closed) return new LogUnavailable('it is closed.')
    if (bytes > RECORD_BYTES_MAX) return new LogUnavailable(`a record of ${bytes} bytes is over ${RECORD_BYTES_MAX}.`)
    if (this.#filling.used + this.#syncing.used + bytes > PENDING_BYTES_MAX)
      return new LogUnavailable(`${PENDING_BYTES_MAX} bytes wait for the disk already.`)
    return this.#trouble && this.#place.clock.monotonic() < this.#retryAt ? this.#trouble : undefined
  }

  /** Commits follow one another until nothing waits. Each begins after the event loop has read every socket that is ready. */
  async #run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#filling.count > 0) {
      const commit = this.#filling
      this.#filling = this.#syncing
      this.#syncing = commit
      commit.first = this.#next
      this.#next += commit.count
      await this.#commit(commit)
      if (this.#filling.count > 0) await new Promise((resolve) => setImmediate(resolve))
    }
    this.#running = undefined
  }

  async #commit(commit: Commit): Promise<void> {
    const { count, used } = commit
    try {
      const segment = await this.#segmentFor(used)
      commit.frame(segment.salt)
      segment.write(commit.bytes, used)
      await segment.sync()
    } catch (error) {
      const trouble = this.#abandon(error)
      this.#figures.refused += count
      commit.settle(trouble)
      return
    }
    this.#acknowledged = commit.first + count - 1
    this.#trouble = undefined
    this.#figures.commits++
    this.#figures.records += count
    this.#figures.bytes += used
    commit.settle()
    this.#makeSpareAhead()
  }

  /** A file whose write or sync failed is in doubt for ever: it is left as it is, and the next commit begins a new one. */
  #abandon(error: unknown): LogUnavailable {
    this.#segment?.close()
    this.#segment = undefined
    this.#retryAt = this.#place.clock.monotonic() + RETRY_MS
    this.#figures.failures++
    const why = error instanceof Error ? error.message : String(error)
    if (!this.#trouble) this.#onTrouble(`The log in ${this.folder} cannot be written: ${why}`)
    this.#trouble = error instanceof LogUnavailable ? error : new LogUnavailable(why, error)
    return this.#trouble
  }

  async #segmentFor(bytes: number): Promise<Segment> {
    if (this.#segment?.hasRoom(bytes + FRAME_BYTES)) return this.#segment
    const need = HEADER_BYTES + bytes + FRAME_BYTES
    const before = this.#segment
    let spare = await this.#spare
    this.#spare = undefined
    if (!spare || spare.bytes < need) {
      spare?.file.close()
      spare = await makeSpare(this.#place, nextSegmentBytes(this.#segmentBytes, need, this.#bytesMax))
    }
    const first = this.#syncing.count > 0 ? this.#syncing.first : this.#next
    this.#segment = await Segment.begin(this.#place, spare, first, this.#acknowledged)
    this.#segmentBytes = spare.bytes
    this.#figures.segmentsBegun++
    before?.seal(this.#acknowledged)
    before?.close()
    this.#deleteRead()
    return this.#segment
  }

  /** Once half of the segment is used, zero the next one in the background. A failure shows when the segment is needed. */
  #makeSpareAhead(): void {
    const segment = this.#segment
    if (this.#spare || this.#closed || !segment || segment.used * 2 < segment.bytes) return
    const bytes = nextSegmentBytes(this.#segmentBytes, 0, this.#bytesMax)
    this.#spare = makeSpare(this.#place, bytes).catch(() => undefined)
  }

  #deleteRead(): void {
    try {
      this.#figures.segmentsDeleted += deleteReadSegments(this.folder, this.#place.disk)
    } catch (error) {
      this.#onTrouble(`Read segments of ${this.folder} cannot be deleted: ${(error as Error).message}`)
    }
  }

  async #sealNow(): Promise<void> {
    const segment = this.#segment
    this.#segment = undefined
    if (!segment) return
    try {
      segment.seal(this.#acknowledged)
      await segment.sync()
    } catch (error) {
      this.#onTrouble(`The log in ${this.folder} was not sealed: ${(error as Error).message}`)
    } finally {
      segment.close()
    }
  }
}
