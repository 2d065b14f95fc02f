// All logs under one folder, read side by side from their checkpoints.
// Promises: each log gets its share of every load, so that the backlog of one delays no other; new logs are found by themselves.
import { basename, join } from 'node:path'
import { type LogReader, type LogRecord, listLogs, openReader, readCheckpoint, writeCheckpoint } from '../log/index.ts'
import { type Disk, systemDisk } from '../platform/index.ts'
import { LOGS_LOOK_MS } from './limits.ts'

/** The loader's name among the readers of a log. */
export const READER = 'loader'

/** Records of one log, in order. */
export interface Stretch {
  log: string
  records: LogRecord[]
}

/** What a log holds that cannot be read as records. */
export type OnDamage = (log: string, bytes: number) => void

export class Sources {
  readonly #root: string
  readonly #onDamage: OnDamage
  readonly #disk: Disk
  readonly #readers = new Map<string, LogReader>()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(root: string, onDamage: OnDamage, disk: Disk = systemDisk) {
    this.#root = root
    this.#onDamage = onDamage
    this.#disk = disk
  }

  /** The next records of every log, about `bytesMax` in all. Empty: there are no more now. @param nowMs a clock that only grows */
  async next(bytesMax: number, nowMs: number): Promise<Stretch[]> {
    this.#look(nowMs)
    const stretches: Stretch[] = []
    let left = bytesMax
    let logsLeft = this.#readers.size
    for (const [log, reader] of this.#readers) {
      const records = await reader.read(Math.max(1, Math.floor(left / logsLeft--)))
      if (records.length === 0) continue
      left -= records.reduce((sum, { body }) => sum + body.length, 0)
      stretches.push({ log, records })
    }
    return stretches
  }

  /** The records up to these are in the store. Durable when it returns. */
  done(stretches: readonly Stretch[]): void {
    for (const { log, records } of stretches)
      writeCheckpoint(join(this.#root, log), READER, records.at(-1)!.sequence, this.#disk)
  }

  /** Look for new logs at the next call of {@link next}, however recently that was done. */
  lookAgain(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY
  }

  /** Let go of the logs. A later {@link next} begins at the checkpoints. */
  close(): void {
    for (const reader of this.#readers.values()) reader.close()
    this.#readers.clear()
    this.lookAgain()
  }

  #look(nowMs: number): void {
    if (nowMs - this.#lookedAt < LOGS_LOOK_MS) return
    this.#lookedAt = nowMs
    for (const folder of listLogs(this.#root, this.#disk)) {
      const log = basename(folder)
      if (this.#readers.has(log)) continue
      const after = readCheckpoint(folder, READER, this.#disk)
      this.#readers.set(
        log,
        openReader({ folder, after, onDamage: ({ bytes }) => this.#onDamage(log, bytes), disk: this.#disk }),
      )
    }
  }
}
