// The segment being written, and the one made ahead of it. Zeroed before use: overwriting zeros makes `fdatasync` three times
// cheaper than growing a file, since no size and no block map has to be written.
// Promises: a segment is in the folder, whole and durable, before its first record; the reserve of the disk is kept.
import type { Clock, Disk, DiskFile } from '../platform/index.ts'
import { LogUnavailable } from './errors.ts'
import { encodeHeader, encodeSeal, HEADER_BYTES } from './format.ts'
import { SEGMENT_BYTES_MAX } from './limits.ts'
import { segmentPath, sparePath } from './names.ts'

const ZEROS = Buffer.alloc(2 ** 20)

/** What a folder's segments need to know. */
export interface SegmentPlace {
  folder: string
  disk: Disk
  clock: Clock
  /** Bytes of the disk that the log leaves free. */
  reserveBytes: number
  salt: () => number
}

/** A zeroed file that is not part of the log yet. */
export interface Spare {
  file: DiskFile
  bytes: number
  /** It is not needed after all. */
  discard(): void
}

/** Zero a spare of `bytes`. @throws LogUnavailable when the disk's reserve would be touched; the disk's own error when it is full. */
export async function makeSpare(place: SegmentPlace, bytes: number): Promise<Spare> {
  const { disk, folder, reserveBytes } = place
  const free = disk.freeBytes(folder)
  if (free - bytes < reserveBytes)
    throw new LogUnavailable(`${free} bytes are free on the disk of ${folder}; ${reserveBytes} are kept in reserve.`)
  const path = sparePath(folder)
  const file = disk.create(path)
  const discard = (): void => {
    file.close()
    disk.remove(path)
  }
  try {
    for (let at = 0; at < bytes; ) {
      const count = await file.writeLater(ZEROS.subarray(0, Math.min(ZEROS.length, bytes - at)), at)
      if (count === 0) throw new LogUnavailable(`the disk of ${folder} took no more bytes.`)
      at += count
    }
    await file.syncAll()
    return { file, bytes, discard }
  } catch (error) {
    discard()
    throw error
  }
}

/** The segment being written. */
export class Segment {
  readonly path: string
  readonly bytes: number
  readonly salt: number
  /** Where the next record goes. */
  used: number = HEADER_BYTES
  readonly #file: DiskFile

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
      place.disk.syncFolder(place.folder)
      return segment
    } catch (error) {
      spare.file.close()
      throw error
    }
  }

  hasRoom(bytes: number): boolean {
    return this.used + bytes <= this.bytes
  }

  /** Write records that are framed already. Not durable until {@link sync} resolves. */
  write(bytes: Buffer, length: number): void {
    this.#write(bytes, length, this.used)
    this.used += length
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
      if (count === 0) throw new LogUnavailable(`the disk took ${from} of ${length} bytes.`)
      from += count
    }
  }
}

/** The size after a segment of `bytes`: twice as much, within bounds, and enough for a commit of `need`. */
export function nextSegmentBytes(bytes: number, need: number, bytesMax: number = SEGMENT_BYTES_MAX): number {
  return Math.max(Math.min(bytes * 2, bytesMax), need)
}
