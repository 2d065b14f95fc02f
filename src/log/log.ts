// The writing end of a log: takes records, commits them in groups, tells who waits. See `index.ts` for what it promises.
import { secureBytes, systemClock, systemDisk } from '../platform/index.ts'
import { Commit, type Waiter } from './commit.ts'
import { LogUnavailable } from './errors.ts'
import { FRAME_BYTES } from './format.ts'
import { Gathering } from './gathering.ts'
import { PENDING_BYTES_MAX, RECORD_BYTES_MAX, SEGMENT_BYTES_MAX, SEGMENT_BYTES_MIN, SWEEP_MS } from './limits.ts'
import type { LogFigures, LogOptions } from './options.ts'
import { type Recovery, recover } from './recover.ts'
import { Tape } from './tape.ts'

/** The writing end of a log. One process holds it at a time. */
export class Log {
  readonly folder: string
  /** What the last run left behind. */
  readonly recovery: Recovery
  readonly #tape: Tape
  readonly #release: () => void
  readonly #sweep: NodeJS.Timeout
  #filling = new Commit()
  readonly #gathering = new Gathering()
  /** Commits to fill again. */
  readonly #free: Commit[] = []
  #next: number
  #running: Promise<void> | undefined
  #closed = false
  readonly #counts = { records: 0, bytes: 0, commits: 0, refused: 0, pendingBytes: 0 }

  constructor(options: LogOptions, release: () => void) {
    const { folder, disk = systemDisk } = options
    this.folder = folder
    this.#release = release
    this.recovery = recover(folder, disk)
    this.#next = this.recovery.next
    this.#tape = new Tape({
      folder,
      disk,
      clock: options.clock ?? systemClock,
      reserveBytes: options.reserveBytes ?? 0,
      salt: () => secureBytes(4).readUInt32LE(0),
      acknowledged: this.recovery.acknowledged,
      segmentBytesMin: options.segmentBytesMin ?? SEGMENT_BYTES_MIN,
      segmentBytesMax: options.segmentBytesMax ?? SEGMENT_BYTES_MAX,
      onTrouble: options.onTrouble ?? (() => undefined),
    })
    this.#sweep = setInterval(() => this.#tape.deleteRead(), SWEEP_MS)
    this.#sweep.unref()
  }

  /** Have a segment ready, so that the first append need not wait for one. */
  prepare(): Promise<void> {
    return this.#tape.prepare(this.#next)
  }

  /** Append one record. @returns its sequence, once it would survive the power going out. @throws LogUnavailable */
  append(record: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      const body = Buffer.from(record.buffer, record.byteOffset, record.length)
      this.put(body.subarray(0, 0), body, 0, body.length, { committed: resolve, refused: reject })
    })
  }

  /** Append a record made of `head` and `body[from, to)`, copied before this returns, without a promise: for the one hot path. Never throws. */
  put(head: Buffer, body: Buffer, from: number, to: number, waiter: Waiter): void {
    const bytes = FRAME_BYTES + head.length + to - from
    const refusal = this.#refusal(bytes)
    if (refusal) {
      this.#counts.refused++
      queueMicrotask(() => waiter.refused(refusal))
      return
    }
    this.#counts.pendingBytes += bytes
    this.#filling.add(head, body, from, to, waiter)
    this.#gathering.grown(this.#filling.count)
    this.#running ??= this.#run()
  }

  /** Why nothing can be appended now; undefined when it can, as far as is known. */
  get trouble(): LogUnavailable | undefined {
    return this.#closed ? new LogUnavailable('it is closed.') : this.#tape.trouble
  }

  get figures(): LogFigures {
    const { failures, segmentsBegun, segmentsDeleted } = this.#tape
    return { ...this.#counts, failures, segmentsBegun, segmentsDeleted, lastSequence: this.#next - 1 }
  }

  /** Commit what was appended, seal the segment and let the folder go. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#sweep)
    await this.#running
    try {
      await this.#tape.close()
    } finally {
      this.#release()
    }
  }

  #refusal(bytes: number): LogUnavailable | undefined {
    if (this.#closed) return this.trouble
    if (bytes > RECORD_BYTES_MAX) return new LogUnavailable(`a record of ${bytes} bytes is over ${RECORD_BYTES_MAX}.`)
    if (this.#counts.pendingBytes + bytes > PENDING_BYTES_MAX)
      return new LogUnavailable(`${PENDING_BYTES_MAX} bytes wait for the disk already.`)
    return this.#tape.resting ? this.#tape.trouble : undefined
  }

  /** Commits follow one another until nothing waits. Each begins when the disk is free and {@link Gathering} says so. */
  async #run(): Promise<void> {
    let tell: (() => void) | undefined
    while (this.#filling.count > 0) {
      if (!this.#gathering.enough(this.#filling.count)) {
        tell?.()
        tell = undefined
        await this.#gathering.done(() => this.#filling.count)
      }
      const commit = this.#filling
      this.#filling = this.#free.pop() ?? new Commit()
      commit.first = this.#next
      this.#next += commit.count
      this.#gathering.taken(commit.count)
      const ended = this.#tape.commit(commit)
      // The disk works while answers are written.
      tell?.()
      const trouble = await ended
      tell = () => this.#settle(commit, trouble)
      if (this.#filling.count > 0) continue
      tell()
      tell = undefined
    }
    this.#running = undefined
  }

  #settle(commit: Commit, trouble: LogUnavailable | undefined): void {
    const { count, used } = commit
    this.#counts.pendingBytes -= used
    if (trouble) this.#counts.refused += count
    else {
      this.#counts.records += count
      this.#counts.bytes += used
      this.#counts.commits++
    }
    commit.settle(trouble)
    this.#free.push(commit)
  }
}
