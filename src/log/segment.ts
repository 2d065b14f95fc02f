// The segment being written.
// Promises: a segment is in the folder, whole and durable, before its first record. Does not: zero it (`spare.ts` does).
import { BLOCK_BYTES, type Clock, type Disk, type NewFile } from '../platform/index.ts'
import { LogUnavailable } from './errors.ts'
import { encodeHeader, encodeSeal, HEADER_BYTES } from './format.ts'
import { SEGMENT_BYTES_MAX } from './limits.ts'
import { segmentPath, sparePath } from './names.ts'
import type { Spare } from './spare.ts'

/** What a folder's segments need to know. */
export interface SegmentPlace {
  folder: string
  disk: Disk
  clock: Clock
  /** Bytes of the disk that the log leaves free. */
  reserveBytes: number
  salt: () => number
}

/** The segment being written. */
export class Segment {
  readonly path: string
  readonly bytes: number
  readonly salt: number
  /** Where the next record goes. */
  used: number = HEADER_BYTES
  readonly #file: NewFile

  private constructor(path: string, spare: Spare, salt: number) {
    this.path = path
    this.bytes = spare.bytes
    this.salt = salt
    this.#file = spare.file
  }

  /** Make the spare the newest segment. */
  static async begin(place: SegmentPlace, spare: Spare, first: number, acknowledged: number): Promise<Segment> {
    const path = segmentPath(place.folder, first)
    const segment = new Segment(path, spare, place.salt())
    try {
      const header = encodeHeader({ first, acknowledged, madeAt: place.clock.now(), salt: segment.salt })
      segment.#write(header, header.length, 0)
      await spare.file.sync()
      place.disk.rename(sparePath(place.folder), path)
      await place.disk.syncFolderLater(place.folder)
      return segment
    } catch (error) {
      spare.file.close()
      throw error
    }
  }

  hasRoom(bytes: number): boolean {
    return this.used + bytes <= this.bytes
  }

  /** Write records that are framed already, and make them durable; on their way to the disk before this returns. */
  async commit(bytes: Buffer, length: number): Promise<void> {
    for (let from = 0; from < length; ) {
      const count = await this.#file.writeSynced(bytes, from, length - from, this.used)
      this.#check(count, from, length)
      from += count
      this.used += count
    }
  }

  sync(): Promise<void> {
    return this.#file.sync()
  }

  /** Say that nothing follows, and give the zeros back. Not synced: a seal only spares the next start some work. */
  seal(last: number): void {
    const seal = encodeSeal(last, this.salt)
    this.#write(seal, seal.length, this.used)
    this.#file.truncate(this.used + seal.length)
  }

  close(): void {
    this.#file.close()
  }

  /** `write` may take less than asked without an error (a full tmpfs does): go on until all is taken, or the disk says why not. */
  #write(bytes: Buffer, length: number, position: number): void {
    for (let from = 0; from < length; ) {
      const count = this.#file.write(bytes, from, length - from, position + from)
      this.#check(count, from, length)
      from += count
    }
  }

  #check(count: number, from: number, length: number): void {
    if (count === 0) throw new LogUnavailable(`the disk took ${from} of ${length} bytes.`)
  }
}

/** The size after a segment of `bytes`: twice as much, within bounds, and enough for a commit of `need`; in whole blocks. */
export function nextSegmentBytes(bytes: number, need: number, bytesMax: number = SEGMENT_BYTES_MAX): number {
  return Math.ceil(Math.max(Math.min(bytes * 2, bytesMax), need) / BLOCK_BYTES) * BLOCK_BYTES
}
