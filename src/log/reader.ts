// The reading end of a log: any number of them, in any process, while it is being written.
// Promises: every whole record once, in rising sequence, past any damage, which it tells; only what a power cut would leave there. Does not: move a checkpoint.
import { type Clock, type Disk, type DiskFile, systemClock, systemDisk } from '../platform/index.ts'
import { SegmentUnreadable } from './errors.ts'
import { HEADER_BYTES } from './format.ts'
import { DAMAGE_PATIENCE_MS, READ_AHEAD } from './limits.ts'
import { listSegments, type SegmentName } from './names.ts'
import { readHeader } from './recover.ts'
import { type Damage, Scan, type Stop } from './scan.ts'

export interface LogRecord {
  /** Rising, with holes: numbers are left out after a crash and after a failed sync. */
  sequence: number
  body: Buffer
}

export interface ReaderOptions {
  folder: string
  /** Read what comes after this sequence; 0 reads all. */
  after: number
  /** Told once about every stretch of bytes that should have been records. */
  onDamage?: (damage: Damage & { segment: string }) => void
  disk?: Disk
  clock?: Clock
}

interface OpenSegment {
  name: SegmentName
  file: DiskFile
  scan: Scan
}

export class LogReader {
  readonly #folder: string
  readonly #disk: Disk
  readonly #clock: Clock
  readonly #onDamage: NonNullable<ReaderOptions['onDamage']>
  #open: OpenSegment | undefined
  /** First sequence of the newest segment that was read to its end. */
  #done = -1
  /** Last sequence given out. */
  #last: number
  #broken = { offset: -1, since: 0 }

  constructor(options: ReaderOptions) {
    this.#folder = options.folder
    this.#disk = options.disk ?? systemDisk
    this.#clock = options.clock ?? systemClock
    this.#onDamage = options.onDamage ?? (() => undefined)
    this.#last = options.after
  }

  /** The next records, of about `bytesMax` bytes together (one at least, whatever its size); none when there are no more now. */
  async read(bytesMax: number): Promise<LogRecord[]> {
    for (;;) {
      const open = this.#current()
      if (!open) return []
      // Asked before reading: once a later segment exists, nothing more is written to this one.
      const followed = this.#segments().some(({ first }) => first > open.name.first)
      const found: LogRecord[] = []
      const stop = open.scan.take(bytesMax, found)
      const fresh = found.filter(({ sequence }) => sequence > this.#last)
      const newest = fresh.at(-1)
      if (newest) {
        // The kernel shows what the disk may still forget. What was given out must not be: its number would be in a store and in no log.
        await open.file.sync()
        this.#last = newest.sequence
        if (stop === 'enough' || followed) this.#readAhead(open, READ_AHEAD * bytesMax)
        return fresh
      }
      if (stop === 'enough') continue
      if (stop !== 'sealed' && (followed || this.#isStuck(open, stop)) && this.#skip(open, followed)) continue
      if (!followed) return []
      this.#finish(open)
    }
  }

  close(): void {
    this.#open?.file.close()
    this.#open = undefined
  }

  /** Have the disk fetch what comes next while the caller works on what it was given: the log was written past the page cache. */
  #readAhead({ name, scan, file }: OpenSegment, bytes: number): void {
    const here = Math.min(bytes, file.bytes() - scan.offset)
    file.readAhead(here, scan.offset)
    const next = here < bytes ? this.#segments().find(({ first }) => first > name.first) : undefined
    const nextFile = next && this.#disk.open(next.path)
    nextFile?.readAhead(HEADER_BYTES + bytes - here, 0)
    nextFile?.close()
  }

  /** Go past damage. @returns whether a whole record follows. */
  #skip({ name, scan }: OpenSegment, followed: boolean): boolean {
    const damage = scan.skip()
    if (damage) this.#onDamage({ segment: name.path, ...damage })
    else if (followed) {
      const bytes = scan.remains()
      if (bytes > 0) this.#onDamage({ segment: name.path, offset: scan.offset, bytes, after: scan.last })
    }
    return damage !== undefined
  }

  /** A record may look broken because it is being written; it is damage when it stays so. */
  #isStuck({ scan }: OpenSegment, stop: Stop): boolean {
    const now = this.#clock.monotonic()
    if (stop !== 'broken') this.#broken.offset = -1
    else if (this.#broken.offset !== scan.offset) this.#broken = { offset: scan.offset, since: now }
    else return now - this.#broken.since >= DAMAGE_PATIENCE_MS
    return false
  }

  #finish(open: OpenSegment): void {
    open.file.close()
    this.#done = open.name.first
    this.#open = undefined
  }

  #segments(): SegmentName[] {
    return listSegments(this.#folder, this.#disk)
  }

  /** The segment being read; the next one when there is none. */
  #current(): OpenSegment | undefined {
    while (!this.#open) {
      const ahead = this.#segments().filter(({ first }) => first > this.#done)
      const name = this.#done < 0 ? (ahead.findLast(({ first }) => first <= this.#last + 1) ?? ahead[0]) : ahead[0]
      if (!name) return undefined
      const file = this.#disk.open(name.path)
      if (!file) continue
      try {
        const header = readHeader(file, name.path)
        this.#open = { name, file, scan: new Scan(file, header.salt, HEADER_BYTES, header.first - 1) }
      } catch (error) {
        const bytes = file.bytes()
        file.close()
        if (!(error instanceof SegmentUnreadable) || error.newer) throw error
        if (name === ahead.at(-1)) return undefined
        this.#onDamage({ segment: name.path, offset: 0, bytes, after: name.first - 1 })
        this.#done = name.first
      }
    }
    return this.#open
  }
}

/** Read a log from after a sequence on. */
export function openReader(options: ReaderOptions): LogReader {
  return new LogReader(options)
}
