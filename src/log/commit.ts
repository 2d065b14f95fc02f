// One commit: records framed back to back in one buffer, and those who wait for it. Two of these alternate: one fills while the
// other is on its way to the disk.
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

  /** Take a record, given as a text of ASCII and bytes that follow it. */
  add(head: string, body: Uint8Array, waiter: Waiter): void {
    const length = FRAME_BYTES + head.length + body.length
    if (this.used + length > this.bytes.length) this.#grow(this.used + length)
    this.#starts.push(this.used)
    this.#waiters.push(waiter)
    const at = this.used + FRAME_BYTES
    if (head.length > 0) this.bytes.write(head, at, 'latin1')
    this.bytes.set(body, at + head.length)
    this.used += length
  }

  /** Write the frames, now that the segment is known. */
  frame(salt: number): void {
    for (const [index, start] of this.#starts.entries()) {
      const end = this.#starts[index + 1] ?? this.used
      frameRecord(this.bytes, start, end - start - FRAME_BYTES, this.first + index, salt)
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
