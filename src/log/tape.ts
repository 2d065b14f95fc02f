// Where commits go: the segment in use, the spare made ahead of it, and what happens when the disk fails.
// Promises: a file whose write or sync failed is never written again. Does not: know who waits.
import { deleteReadSegments } from './checkpoint.ts'
import type { Commit } from './commit.ts'
import { LogUnavailable } from './errors.ts'
import { FRAME_BYTES, HEADER_BYTES } from './format.ts'
import { RETRY_MS, ZERO_AHEAD_PART } from './limits.ts'
import { nextSegmentBytes, Segment, type SegmentPlace } from './segment.ts'
import { type Spare, SpareMaking } from './spare.ts'

export interface TapeOptions extends SegmentPlace {
  /** Highest sequence known durable. */
  acknowledged: number
  segmentBytesMin: number
  segmentBytesMax: number
  onTrouble: (message: string) => void
}

export class Tape {
  failures = 0
  segmentsBegun = 0
  segmentsDeleted = 0
  readonly #options: TapeOptions
  #acknowledged: number
  #segment: Segment | undefined
  #spare: SpareMaking | undefined
  /** Size of the newest segment; the next one has twice as much. */
  #bytes: number
  #trouble: LogUnavailable | undefined
  #retryAt = 0

  constructor(options: TapeOptions) {
    this.#options = options
    this.#acknowledged = options.acknowledged
    this.#bytes = Math.min(options.segmentBytesMin, options.segmentBytesMax) / 2
  }

  /** Why the last commit failed; undefined when it did not. */
  get trouble(): LogUnavailable | undefined {
    return this.#trouble
  }

  /** Is it too early to try again? */
  get resting(): boolean {
    return this.#trouble !== undefined && this.#options.clock.monotonic() < this.#retryAt
  }

  /** Have a segment in use before the first commit. Trouble is told, not thrown. */
  async prepare(first: number): Promise<void> {
    try {
      await this.#nextSegment(0, first)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Make a commit durable; when the segment has room, it is on its way to the disk before this returns. @returns what went wrong, or undefined. Never rejects. */
  async commit(commit: Commit): Promise<LogUnavailable | undefined> {
    const { used, count, first } = commit
    try {
      // Room for the seal is always left.
      const fits = this.#segment?.hasRoom(used + FRAME_BYTES) ? this.#segment : undefined
      const segment = fits ?? (await this.#nextSegment(used, first))
      commit.frame(segment.salt)
      await segment.commit(commit.bytes, used)
    } catch (error) {
      return this.#fail(error)
    }
    this.#acknowledged = first + count - 1
    if (this.#trouble) this.#options.onTrouble(`The log in ${this.#options.folder} can be written again.`)
    this.#trouble = undefined
    this.#zeroAhead()
    return undefined
  }

  /** Delete the segments that every reader is done with. */
  deleteRead(): void {
    const { folder, disk, onTrouble } = this.#options
    try {
      this.segmentsDeleted += deleteReadSegments(folder, disk)
    } catch (error) {
      onTrouble(`Read segments of ${folder} cannot be deleted: ${(error as Error).message}`)
    }
  }

  /** Seal the segment, so that the next start knows that nothing was cut off. */
  async close(): Promise<void> {
    const segment = this.#segment
    const spare = this.#spare
    this.#segment = undefined
    this.#spare = undefined
    await spare?.discard()
    if (segment && this.#seal(segment)) await segment.sync().catch(() => undefined)
    segment?.close()
  }

  /** Say that nothing follows. A segment without a seal is whole too; the next start only looks at it more closely. */
  #seal(segment: Segment): boolean {
    try {
      segment.seal(this.#acknowledged)
      return true
    } catch (error) {
      this.#options.onTrouble(`${segment.path} was not sealed: ${(error as Error).message}`)
      return false
    }
  }

  #fail(error: unknown): LogUnavailable {
    const { clock, folder, onTrouble } = this.#options
    this.#segment?.close()
    this.#segment = undefined
    this.#retryAt = clock.monotonic() + RETRY_MS
    this.failures++
    const why = error instanceof LogUnavailable ? error : new LogUnavailable((error as Error).message, error)
    if (!this.#trouble) onTrouble(`${folder}: ${why.message}`)
    this.#trouble = why
    return why
  }

  async #nextSegment(bytes: number, first: number): Promise<Segment> {
    const before = this.#segment
    const spare = await this.#takeSpare(HEADER_BYTES + bytes + FRAME_BYTES)
    this.#segment = await Segment.begin(this.#options, spare, first, this.#acknowledged)
    this.#bytes = spare.bytes
    this.segmentsBegun++
    if (before) this.#seal(before)
    before?.close()
    this.deleteRead()
    return this.#segment
  }

  async #takeSpare(need: number): Promise<Spare> {
    const ahead = this.#spare
    this.#spare = undefined
    const ready = ahead && ahead.bytes >= need ? await ahead.finish().catch(() => undefined) : await ahead?.discard()
    return ready ?? (await this.#newSpare(need).finish())
  }

  #newSpare(need: number): SpareMaking {
    return new SpareMaking(this.#options, nextSegmentBytes(this.#bytes, need, this.#options.segmentBytesMax))
  }

  /** Zero the next segment in step with the bytes that come in. A failure shows when that one is needed. */
  #zeroAhead(): void {
    if (!this.#segment) return
    this.#spare ??= this.#newSpare(0)
    this.#spare.allow((this.#segment.used / this.#segment.bytes / ZERO_AHEAD_PART) * this.#spare.bytes)
  }
}
