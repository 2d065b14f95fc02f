// Batches in the order in which they are to be sent, and when a batch is full or has waited long enough.
import type { Line } from './facts.ts'
import { SEAL_AFTER_MS, SEND_BATCH_BYTES_MAX, SEND_BATCH_EVENTS_MAX } from './limits.ts'

/** A batch, as the queue sees it. */
export interface Sized {
  /** When its first event came, milliseconds since the Unix epoch. */
  readonly createdAt: number
  readonly count: number
  readonly bytes: number
}

/** Is it full, or has it been filled for long enough to be sent? */
export function isRipe(batch: Sized, now: number): boolean {
  return isFull(batch, 0) || now - batch.createdAt >= SEAL_AFTER_MS
}

/** Would so many more bytes be too much for one batch? */
export function isFull(batch: Sized, bytes: number): boolean {
  return batch.bytes + bytes > SEND_BATCH_BYTES_MAX || batch.count >= SEND_BATCH_EVENTS_MAX
}

/** As many lines, from the first on, as go into a batch and into `room` bytes. */
export function fitting(
  batch: Sized,
  lines: readonly Line[],
  room: number,
): { text: string; count: number; bytes: number } {
  let [text, count, bytes] = ['', 0, 0]
  for (const line of lines) {
    const filled = { createdAt: 0, count: batch.count + count, bytes: batch.bytes + bytes }
    if (isFull(filled, line.bytes) || bytes + line.bytes > room) break
    text += `${line.text}\n`
    bytes += line.bytes
    count++
  }
  return { text, count, bytes }
}

export class BatchQueue<Batch extends Sized> {
  count = 0
  bytes = 0
  // A set keeps the order of insertion and removes in constant time, also when a day's outage waits in it.
  readonly #batches = new Set<Batch>()

  get first(): Batch | undefined {
    return this.#batches.values().next().value
  }

  push(batch: Batch): void {
    this.#batches.add(batch)
    this.count += batch.count
    this.bytes += batch.bytes
  }

  /** Fine when it is gone. */
  remove(batch: Batch): void {
    if (!this.#batches.delete(batch)) return
    this.count -= batch.count
    this.bytes -= batch.bytes
  }

  toTheEnd(batch: Batch): void {
    if (this.#batches.delete(batch)) this.#batches.add(batch)
  }
}
