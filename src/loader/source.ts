// One log, read from its checkpoint; while much is waiting, read at its end as well, so that new events don't wait behind old ones.
// Where the end is, is looked for when loading begins and when a backlog shows; whatever comes in from then on is read at once.
// Promises: every record is given out at least once; the checkpoint passes only what was given out. Records between the two places may
// be given out twice, after a restart: the store counts them once. Does not: look into records.
import { type LogReader, type LogRecord, listSegments, openReader, readCheckpoint } from '../log/index.ts'
import type { Disk } from '../platform/index.ts'
import { AHEAD_BYTES, BACKLOG_READS } from './limits.ts'

/** The loader's name among the readers of a log. */
export const READER = 'loader'

/** Records of one log, in order. */
export interface Stretch {
  log: string
  records: LogRecord[]
  /** The checkpoint once these are stored; undefined for what was read ahead of a backlog. */
  checkpoint: number | undefined
  /** More of this log is waiting than was read here. */
  isBacklog: boolean
}

interface Ahead {
  reader: LogReader
  /** Its first record, and the last that it gave out. */
  first: number
  last: number
}

export class Source {
  readonly #log: string
  readonly #folder: string
  readonly #disk: Disk
  readonly #onDamage: (bytes: number) => void
  #reader: LogReader
  #last: number
  /** Full reads in a row. */
  #fullReads = 0
  #ahead: Ahead | undefined
  #hasBegun = false

  constructor(log: string, folder: string, disk: Disk, onDamage: (bytes: number) => void) {
    this.#log = log
    this.#folder = folder
    this.#disk = disk
    this.#onDamage = onDamage
    this.#last = readCheckpoint(folder, READER, disk)
    this.#reader = this.#open(this.#last)
  }

  /** The next records, about `bytesMax` in all: new ones first. */
  async next(bytesMax: number): Promise<Stretch[]> {
    if (!this.#hasBegun) await this.#lookAhead()
    this.#hasBegun = true
    const ahead = this.#ahead && (await this.#readAhead(this.#ahead, bytesMax / 2))
    const waiting = await this.#readOn(ahead ? bytesMax / 2 : bytesMax)
    return [ahead, waiting].filter((stretch) => stretch !== undefined)
  }

  close(): void {
    this.#reader.close()
    this.#ahead?.reader.close()
  }

  async #readAhead(ahead: Ahead, bytesMax: number): Promise<Stretch | undefined> {
    const records = await ahead.reader.read(bytesMax)
    const newest = records.at(-1)
    if (!newest) return undefined
    if (ahead.first === 0) ahead.first = records[0]!.sequence
    ahead.last = newest.sequence
    return { log: this.#log, records, checkpoint: undefined, isBacklog: false }
  }

  async #readOn(bytesMax: number): Promise<Stretch | undefined> {
    const records = await this.#reader.read(bytesMax)
    const ahead = this.#ahead
    const met = ahead !== undefined && ahead.first > 0 && (records.at(-1)?.sequence ?? 0) >= ahead.first
    const own = met ? records.filter(({ sequence }) => sequence < ahead.first) : records
    if (met) {
      // The old has caught up with what was read ahead: from here on there is one place again.
      this.#reader.close()
      this.#reader = ahead.reader
      this.#last = ahead.last
      this.#ahead = undefined
      this.#fullReads = 0
    } else this.#last = records.at(-1)?.sequence ?? this.#last
    if (records.length === 0) return undefined
    const isFull = !met && bytesOf(records) >= bytesMax * FULL
    this.#fullReads = isFull ? this.#fullReads + 1 : 0
    if (this.#fullReads >= BACKLOG_READS && !this.#ahead) await this.#lookAhead()
    // What stands before a place read ahead is old, however little of it is left.
    return { log: this.#log, records: own, checkpoint: this.#last, isBacklog: isFull || this.#ahead !== undefined }
  }

  /** Open a second place just before the end, unless the first is in the newest segment already. Passing over records is ten times cheaper than loading them. */
  async #lookAhead(): Promise<void> {
    const newest = listSegments(this.#folder, this.#disk).at(-1)
    if (!newest || newest.first <= this.#last + 1) return
    const passing = this.#open(newest.first - 1)
    const places = [newest.first - 1]
    try {
      for (let last = places[0]; last !== undefined; last = (await passing.read(AHEAD_BYTES)).at(-1)?.sequence)
        places.push(last)
    } finally {
      passing.close()
    }
    const last = places.at(-3) ?? places[0]!
    this.#ahead = { reader: this.#open(last), first: 0, last }
  }

  #open(after: number): LogReader {
    const onDamage = (damage: { bytes: number; after: number }): void => {
      if (damage.after >= after) this.#onDamage(damage.bytes)
    }
    return openReader({ folder: this.#folder, after, onDamage, disk: this.#disk })
  }
}

/** A read is full when it took nearly all that it was allowed: the next record did not fit. */
const FULL = 0.9

function bytesOf(records: readonly LogRecord[]): number {
  return records.reduce((sum, { body }) => sum + body.length, 0)
}
