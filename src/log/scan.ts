// Walks the frames of one segment, from any place, past damage when told so. Reader, recovery and verify all walk by it.
// Promises: yields only whole records with a right checksum, in rising sequence. Does not: wait, or decide what damage means.
import type { DiskFile } from '../platform/index.ts'
import { FRAME_BYTES, RECORD_MAGIC, readFrame } from './format.ts'

/** A window on the file is read at a time, bytes. */
const WINDOW_BYTES = 2 ** 20

export interface ScannedRecord {
  sequence: number
  body: Buffer
}

/** Bytes that should have been records. */
export interface Damage {
  /** Where in the segment, and how long until the next whole record (or the end). */
  offset: number
  bytes: number
  /** Last whole record before it; 0 when there is none. */
  after: number
}

/**
 * Why the walk stopped. `zeros`: nothing is written from here on, as far as was read. `sealed`: nothing will follow.
 * `broken`: there is something at the place that is not whole. `end`: the file ends here. `enough`: as many bytes as asked.
 */
export type Stop = 'zeros' | 'sealed' | 'broken' | 'end' | 'enough'

/** A place in a segment. */
export class Scan {
  readonly #file: DiskFile
  readonly #salt: number
  /** Where the next frame begins. */
  offset: number
  /** The last sequence seen; lower ones are never yielded again. */
  last: number
  #window: Buffer = Buffer.alloc(0)
  #windowAt = 0

  constructor(file: DiskFile, salt: number, offset: number, last: number) {
    this.#file = file
    this.#salt = salt
    this.offset = offset
    this.last = last
  }

  /** Take whole records until something stops it, or their bodies come to `bytesMax` (at least one is taken). */
  take(bytesMax: number, into: ScannedRecord[]): Stop {
    let bytes = 0
    this.#window = Buffer.alloc(0)
    for (;;) {
      const at = this.offset - this.#windowAt
      const frame = readFrame(this.#window, at, this.#window.length, this.#salt)
      if (frame.kind === 'more') {
        if (this.#load(Math.max(frame.bytes, Math.min(bytesMax - bytes, this.#windowBytes(this.offset))))) continue
        return this.#window.length - (this.offset - this.#windowAt) > 0 ? 'broken' : 'end'
      }
      if (frame.kind === 'zeros') return 'zeros'
      if (frame.kind === 'seal') return frame.sequence >= this.last ? 'sealed' : 'broken'
      if (frame.kind === 'broken' || frame.sequence <= this.last) return 'broken'
      if (bytes > 0 && bytes + frame.bodyBytes > bytesMax) return 'enough'
      const from = at + FRAME_BYTES
      into.push({ sequence: frame.sequence, body: this.#window.subarray(from, from + frame.bodyBytes) })
      this.last = frame.sequence
      this.offset += FRAME_BYTES + frame.bodyBytes
      bytes += frame.bodyBytes
      if (bytes >= bytesMax) return 'enough'
    }
  }

  /** Go to the next whole record after this place. @returns the damage passed, or undefined when no record follows. */
  skip(): Damage | undefined {
    const from = this.offset
    for (let at = from + 1; ; at++) {
      const found = this.#find(at)
      if (found === undefined) return undefined
      at = found
      const probe = new Scan(this.#file, this.#salt, at, this.last)
      const one: ScannedRecord[] = []
      probe.take(1, one)
      if (one.length === 0) continue
      this.offset = at
      return { offset: from, bytes: at - from, after: this.last }
    }
  }

  /** Bytes from this place to the last one that isn't zero: what a skip that found nothing leaves behind. */
  remains(): number {
    const size = this.#file.bytes()
    let last = this.offset
    const window = Buffer.alloc(this.#windowBytes(this.offset))
    for (let at = this.offset; at < size; ) {
      const count = this.#file.read(window, window.length, at)
      if (count === 0) break
      for (let back = count; back > 0; back--)
        if (window[back - 1] !== 0) {
          last = at + back
          break
        }
      at += count
    }
    return last - this.offset
  }

  /** Have at least `bytes` from the offset in the window. @returns false when the file ends sooner, with what there is loaded. */
  #load(bytes: number): boolean {
    const have = this.#window.subarray(Math.min(this.offset - this.#windowAt, this.#window.length))
    const next = Buffer.allocUnsafe(Math.max(bytes, have.length))
    let used = have.copy(next)
    while (used < next.length) {
      const count = this.#file.read(next.subarray(used), next.length - used, this.offset + used)
      if (count === 0) break
      used += count
    }
    const grew = used > have.length
    this.#window = next.subarray(0, used)
    this.#windowAt = this.offset
    return grew
  }

  /** A window, or what the file holds from a place on where that is less. */
  #windowBytes(from: number): number {
    return Math.max(0, Math.min(WINDOW_BYTES, this.#file.bytes() - from))
  }

  /** Where the next record's first bytes stand, at or after a place. */
  #find(from: number): number | undefined {
    const window = Buffer.alloc(this.#windowBytes(from))
    for (let at = from; ; ) {
      const count = this.#file.read(window, window.length, at)
      if (count < RECORD_MAGIC.length) return undefined
      const found = window.subarray(0, count).indexOf(RECORD_MAGIC)
      if (found >= 0) return at + found
      at += count - RECORD_MAGIC.length + 1
    }
  }
}
