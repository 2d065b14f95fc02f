// The stamp line of one sender's beacons as bytes that are kept: from one record to the next only the time in it changes.
import type { Route } from '../event/index.ts'
import { stampLine } from './stamp.ts'

/** Digits of the time that are written anew for each record; those before them change every 17 minutes. */
const LOW = 1_000_000

export class StampLine {
  readonly #route: Route
  readonly #tail: string
  #bytes: Buffer = Buffer.alloc(0)
  #receivedAt = -1
  #high = -1
  /** Where the digit for one millisecond stands. */
  #lastDigit = 0

  constructor(route: Route, tail: string) {
    this.#route = route
    this.#tail = tail
  }

  /** The line for a record taken at this time, newline and all. Holds until the next call. */
  at(receivedAt: number): Buffer {
    if (receivedAt === this.#receivedAt) return this.#bytes
    this.#receivedAt = receivedAt
    const high = Math.floor(receivedAt / LOW)
    if (high === this.#high) this.#patch(receivedAt - high * LOW)
    else this.#make(receivedAt, high)
    return this.#bytes
  }

  #make(receivedAt: number, high: number): void {
    const line = stampLine(this.#route, receivedAt, this.#tail)
    this.#bytes = Buffer.from(line, 'latin1')
    // In the first minutes of 1970 there are fewer digits than are patched: such a time is written whole each time.
    this.#high = high > 0 ? high : -1
    this.#lastDigit = line.length - this.#tail.length - 3
  }

  #patch(low: number): void {
    const bytes = this.#bytes
    let rest = low | 0
    for (let at = this.#lastDigit; at > this.#lastDigit - 6; at--) {
      const next = (rest / 10) | 0
      bytes[at] = 48 + rest - next * 10
      rest = next
    }
  }
}
