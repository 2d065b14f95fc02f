// Brings bytes of a file into the page cache before they are asked for, from a thread of the pool: Node has no `posix_fadvise`.
// Promises: nothing waits for it, and nothing fails by it: what cannot be read is left to whoever reads in earnest.
import { closeSync, read } from 'node:fs'

/** One read holds a thread for so many bytes, a millisecond or two of a cold disk. */
const AHEAD_STEP_BYTES = 2 ** 20
/** Where bytes go that are read for the page cache's sake alone. */
let unseen: Buffer | undefined

/** The bytes of one open file. */
export class ReadAhead {
  readonly #fd: number
  #from = 0
  #until = 0
  #isReading = false
  #isClosed = false

  constructor(fd: number) {
    this.#fd = fd
  }

  /** From here on these bytes are wanted, and no others. */
  ask(length: number, position: number): void {
    this.#from = Math.max(this.#until, position)
    this.#until = position + Math.trunc(length)
    if (!this.#isReading) this.#step()
  }

  /** Close the file, once all that was asked for is there. */
  close(): void {
    this.#isClosed = true
    if (!this.#isReading) closeSync(this.#fd)
  }

  #step(): void {
    const length = Math.min(AHEAD_STEP_BYTES, this.#until - this.#from)
    this.#isReading = length > 0
    if (length <= 0) {
      if (this.#isClosed) closeSync(this.#fd)
      return
    }
    unseen ??= Buffer.allocUnsafeSlow(AHEAD_STEP_BYTES)
    const from = this.#from
    read(this.#fd, unseen, 0, length, from, (error, count) => {
      if (this.#from === from) this.#from += length
      if (error || count < length) this.#until = this.#from
      this.#step()
    })
  }
}
