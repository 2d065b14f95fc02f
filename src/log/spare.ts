// The next segment, zeroed before it is needed: overwriting zeros makes `fdatasync` three times cheaper than growing a file, since
// no size and no block map has to be written.
// Promises: zeroing goes on no faster than it is told to, in small steps each flushed soon, because whoever waits for a commit shares
// the disk and the processors with it; the reserve of the disk is kept. Does not: decide when.
import type { NewFile } from '../platform/index.ts'
import { LogUnavailable } from './errors.ts'
import { ZERO_STEP_BYTES, ZERO_SYNC_BYTES } from './limits.ts'
import { sparePath } from './names.ts'
import type { SegmentPlace } from './segment.ts'

/** A zeroed file that is not part of the log yet. */
export interface Spare {
  file: NewFile
  bytes: number
}

export class SpareMaking {
  readonly bytes: number
  readonly #place: SegmentPlace
  readonly #done: Promise<Spare>
  #allowed = 0
  #unwanted = false
  #wake: () => void = () => undefined

  /** Begin a spare of so many bytes. Nothing is zeroed until {@link allow} or {@link finish}. */
  constructor(place: SegmentPlace, bytes: number) {
    this.#place = place
    this.bytes = bytes
    this.#done = this.#make()
    // Who wants it hears of a failure from `finish`; a spare that nobody wants in the end may fail in silence.
    this.#done.catch(() => undefined)
  }

  /** Zero up to so many bytes, all in all. */
  allow(bytes: number): void {
    if (bytes <= this.#allowed) return
    this.#allowed = bytes
    this.#wake()
  }

  /** Zero the rest at once. @throws LogUnavailable when the disk's reserve would be touched; the disk's own error when it is full. */
  finish(): Promise<Spare> {
    this.allow(this.bytes)
    return this.#done
  }

  /** It is not needed after all: remove it. */
  async discard(): Promise<void> {
    this.#unwanted = true
    this.#wake()
    const spare = await this.#done.catch(() => undefined)
    if (spare) this.#remove(spare.file)
  }

  async #make(): Promise<Spare> {
    const { disk, folder } = this.#place
    this.#checkReserve(0)
    const file = disk.create(sparePath(folder))
    try {
      // Its size stands from the beginning: to grow a file with each write costs the file system more than to fill one.
      file.truncate(this.bytes)
      let synced = 0
      for (let at = 0; at < this.bytes; ) {
        while (this.#allowed <= at && !this.#unwanted)
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        if (this.#unwanted) throw new LogUnavailable('the next segment was not needed.')
        const count = await file.zeroLater(Math.min(ZERO_STEP_BYTES, this.bytes - at), at)
        if (count === 0) throw new LogUnavailable(`the disk of ${folder} took no more bytes.`)
        at += count
        if (at - synced < ZERO_SYNC_BYTES) continue
        await file.syncAll()
        synced = at
        this.#checkReserve(at)
      }
      await file.syncAll()
      return { file, bytes: this.bytes }
    } catch (error) {
      this.#remove(file)
      throw error
    }
  }

  #checkReserve(at: number): void {
    const { disk, folder, reserveBytes } = this.#place
    const free = disk.freeBytes(folder)
    if (free - (this.bytes - at) < reserveBytes)
      throw new LogUnavailable(`${free} bytes are free on the disk of ${folder}; ${reserveBytes} are kept in reserve.`)
  }

  #remove(file: NewFile): void {
    file.close()
    this.#place.disk.remove(sparePath(this.#place.folder))
  }
}
