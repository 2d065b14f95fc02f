// All logs under one folder, read side by side from their checkpoints.
// Promises: each log gets its share of every load, so that the backlog of one delays no other; new logs are found by themselves.
import { basename, join } from 'node:path'
import { listLogs, writeCheckpoint } from '../log/index.ts'
import { type Disk, systemDisk } from '../platform/index.ts'
import { LOGS_LOOK_MS } from './limits.ts'
import { READER, Source, type Stretch } from './source.ts'

/** What a log holds that cannot be read as records. */
export type OnDamage = (log: string, bytes: number) => void

export class Sources {
  readonly #root: string
  readonly #onDamage: OnDamage
  readonly #disk: Disk
  readonly #sources = new Map<string, Source>()
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
    let logsLeft = this.#sources.size
    for (const source of this.#sources.values()) {
      const found = await source.next(Math.max(1, Math.floor(left / logsLeft--)))
      for (const { records } of found) for (const { body } of records) left -= body.length
      stretches.push(...found)
    }
    return stretches
  }

  /** These records are in the store. The checkpoints are durable when it returns. */
  done(stretches: readonly Stretch[]): void {
    for (const { log, checkpoint } of stretches)
      if (checkpoint !== undefined) writeCheckpoint(join(this.#root, log), READER, checkpoint, this.#disk)
  }

  /** Look for new logs at the next call of {@link next}, however recently that was done. */
  lookAgain(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY
  }

  /** Let go of the logs. A later {@link next} begins at the checkpoints. */
  close(): void {
    for (const source of this.#sources.values()) source.close()
    this.#sources.clear()
    this.lookAgain()
  }

  #look(nowMs: number): void {
    if (nowMs - this.#lookedAt < LOGS_LOOK_MS) return
    this.#lookedAt = nowMs
    for (const folder of listLogs(this.#root, this.#disk)) {
      const log = basename(folder)
      if (this.#sources.has(log)) continue
      this.#sources.set(log, new Source(log, folder, this.#disk, (bytes) => this.#onDamage(log, bytes)))
    }
  }
}
