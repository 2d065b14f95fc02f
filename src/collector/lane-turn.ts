// One request of the fast lane on its way to the log; the same object for all requests of a connection, one after the other.
import type { Waiter } from '../log/index.ts'
import { noteLatency } from './figures.ts'
import type { KnownHead } from './lane-memory.ts'
import type { LaneSide } from './lane-side.ts'

export class LaneTurn implements Waiter {
  /** A record waits for the disk. Set it to false to give up: an answer that comes later is then not written. */
  waiting = false
  /** When the request was taken, monotonic milliseconds. */
  since = 0
  readonly #lane: LaneSide
  readonly #answer: (bytes: Buffer) => void

  constructor(lane: LaneSide, answer: (bytes: Buffer) => void) {
    this.#lane = lane
    this.#answer = answer
  }

  /** Take the request that `bytes` begins with and that ends at `end`. */
  take(head: KnownHead, bytes: Buffer, end: number): void {
    const { door, answers } = this.#lane
    this.since = door.clock.monotonic()
    this.waiting = true
    door.figures.lane++
    const wait = door.waitOf(head.sender)
    if (wait > 0) {
      door.figures.refused.rate++
      this.#settle(answers.tooMany(wait, this.#lane.stopping))
    } else {
      door.log.put(head.line.at(door.clock.now()), bytes, head.bytes.length, end, this)
    }
  }

  /** The record is durable. */
  committed(): void {
    const { door, answers } = this.#lane
    door.figures.recorded.beacon++
    noteLatency(door.figures, door.clock.monotonic() - this.since)
    this.#settle(answers.taken(this.#lane.stopping))
  }

  /** The record is not durable. */
  refused(): void {
    const { door, answers } = this.#lane
    door.figures.refused.log++
    this.#settle(answers.unavailable(this.#lane.stopping))
  }

  #settle(answer: Buffer): void {
    if (!this.waiting) return
    this.waiting = false
    this.#answer(answer)
  }
}
