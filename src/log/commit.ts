// One commit: records framed back to back in one buffer, and those who wait for it. A few of these take turns: one fills while
// another is on its way to the disk and the waiters of a third are told.
import { FRAME_BYTES, frameRecord } from './format.ts'
import { BUFFER_BYTES } from './limits.ts'

/** Who wants to know what became of a record. Called once, from the event loop, never from within the append. */
export interface Waiter {
  /** Durable. */
  committed(sequence: number): void
  /** Not durable; it may or may not be found later. */
  refused(error: Error): void
}

export class Commit {
  bytes: Buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  used = 0
  /** Sequence of the first record; the others follow without holes. */
  first = 0
  readonly #waiters: Waiter[] = []
  /** Where each record begins. Framing waits until the salt of the segment is known. */
  readonly #starts: number[] = []

  get count(): number {
    return this.#waiters.length
  }

  /** Take a record, given as its first bytes and those of `body[from, to)` that follow them. All are copied at once. */
  add(head: Buffer, body: Buffer, from: number, to: number, waiter: Waiter): void {
    const length = FRAME_BYTES + head.length + to - from
    if (this.used + length > this.bytes.length) this.#grow(this.used + length)
    this.#starts.push(this.used)
    this.#waiters.push(waiter)
    const at = this.used + FRAME_BYTES
    head.copy(this.bytes, at, 0, head.length)
    body.copy(this.bytes, at + head.length, from, to)
    this.used += length
  }

  /** Write the frames, now that the segment is known. */
  frame(salt: number): void {
    const starts = this.#starts
    const { bytes, first } = this
    for (let index = 0; index < starts.length; index++) {
      const start = starts[index]!
      const end = starts[index + 1] ?? this.used
      frameRecord(bytes, start, end - start - FRAME_BYTES, first + index, salt)
    }
  }

  /** Tell everyone, and be empty again. */
  settle(error?: Error): void {
    const { first } = this
    const waiters = this.#waiters.splice(0)
    this.#starts.length = 0
    this.used = 0
    if (this.bytes.length > 4 * BUFFER_BYTES) this.bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
    for (const [index, waiter] of waiters.entries()) {
      try {
        if (error) waiter.refused(error)
        else waiter.committed(first + index)
      } catch (bug) {
        // One waiter's bug is not the others' loss: they hear first, then it is thrown where nobody can miss it.
        queueMicrotask(() => {
          throw bug
        })
      }
    }
  }

  #grow(need: number): void {
    const next = Buffer.allocUnsafeSlow(Math.max(need, this.bytes.length * 2))
    this.bytes.copy(next, 0, 0, this.used)
    this.bytes = next
  }
}
