// The clock as the hot path reads it: one reading serves all that one turn of the event loop does in a row.
// Promises: never older than TURN_CLOCK_USES uses or one turn of the event loop, whichever ends first.
import type { Clock } from '../platform/index.ts'
import { TURN_CLOCK_USES } from './limits.ts'

export class TurnClock implements Clock {
  readonly #clock: Clock
  #left = 0
  #watching = false
  #now = 0
  #monotonic = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    if (this.#left-- <= 0) this.#read()
    return this.#now
  }

  monotonic(): number {
    if (this.#left-- <= 0) this.#read()
    return this.#monotonic
  }

  #read(): void {
    this.#left = TURN_CLOCK_USES
    this.#now = this.#clock.now()
    this.#monotonic = this.#clock.monotonic()
    if (this.#watching) return
    this.#watching = true
    setImmediate(this.#forget)
  }

  readonly #forget = (): void => {
    this.#watching = false
    this.#left = 0
  }
}
