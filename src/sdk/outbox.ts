// Where events wait until the service has acknowledged them: what an outbox is, and the one in memory.
// The one in memory promises bounded memory. It loses what it holds when the process ends before `close` has sent it.
import type { Line } from './facts.ts'
import { CONVERSION_RESERVE } from './limits.ts'
import type { Now } from './now.ts'
import { BatchQueue, isFull, isRipe, type Sized } from './queue.ts'

/** Events that travel together. */
export interface Waiting {
  /** The outbox that numbered the events. */
  readonly outbox: string
  readonly createdAt: number
  readonly lines: readonly string[]
}

export interface Outbox {
  /** Keeps events. Never rejects. @returns those that it can't keep. */
  put(lines: readonly Line[]): Promise<readonly Line[]>
  /** The batch to send next; it stays in the outbox until `done`. @param all also the one that is still being filled. */
  next(all: boolean): Promise<Waiting | undefined>
  /** The batch is settled: forget it; or keep it aside, where that is possible, when the service refused it whole. */
  done(batch: Waiting, refused: boolean): Promise<void>
  /** The batch could not be sent: the others go first. */
  postpone(batch: Waiting): void
  /** Events that wait. */
  readonly count: number
  readonly bytes: number
}

class MemoryBatch implements Waiting, Sized {
  readonly lines: string[] = []
  readonly outbox: string
  readonly createdAt: number
  bytes = 0

  constructor(outbox: string, createdAt: number) {
    this.outbox = outbox
    this.createdAt = createdAt
  }
  get count(): number {
    return this.lines.length
  }
}

export class MemoryOutbox implements Outbox {
  readonly #queue = new BatchQueue<MemoryBatch>()
  #filling: MemoryBatch | undefined
  readonly #outbox: string
  readonly #bytesMax: number
  readonly #now: Now

  constructor(options: { outbox: string; bytesMax: number; now: Now }) {
    this.#outbox = options.outbox
    this.#bytesMax = options.bytesMax
    this.#now = options.now
  }

  get count(): number {
    return this.#queue.count + (this.#filling?.count ?? 0)
  }
  get bytes(): number {
    return this.#queue.bytes + (this.#filling?.bytes ?? 0)
  }

  /** Is there room for so many bytes more? The last part of the room is for conversions only. */
  hasRoom(bytes: number, conversion: boolean): boolean {
    return this.bytes + bytes <= this.#bytesMax * (conversion ? 1 : 1 - CONVERSION_RESERVE)
  }

  put(lines: readonly Line[]): Promise<readonly Line[]> {
    return Promise.resolve(lines.filter((line) => !this.#keep(line)))
  }

  next(all: boolean): Promise<Waiting | undefined> {
    if (!this.#queue.first && this.#filling && (all || isRipe(this.#filling, this.#now()))) this.#seal()
    return Promise.resolve(this.#queue.first)
  }

  done(batch: Waiting): Promise<void> {
    this.#queue.remove(batch as MemoryBatch)
    return Promise.resolve()
  }

  postpone(batch: Waiting): void {
    this.#queue.toTheEnd(batch as MemoryBatch)
  }

  #keep(line: Line): boolean {
    if (!this.hasRoom(line.bytes, line.conversion)) return false
    if (this.#filling && isFull(this.#filling, line.bytes)) this.#seal()
    this.#filling ??= new MemoryBatch(this.#outbox, this.#now())
    this.#filling.lines.push(line.text)
    this.#filling.bytes += line.bytes
    return true
  }

  #seal(): void {
    if (this.#filling) this.#queue.push(this.#filling)
    this.#filling = undefined
  }
}
