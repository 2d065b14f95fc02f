// One request of the fast lane on its way to the log; the same object for all requests of a connection, one after the other.
import type { Waiter } from '../log/index.ts'
import type { Sender } from './door.ts'
import { noteLatency } from './figures.ts'
import type { LaneSide } from './lane-side.ts'
import { stampLine } from './stamp.ts'

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

  take(sender: Sender, body: Buffer): void {
    const { door, answers, isStopping } = this.#lane
    this.since = door.clock.monotonic()
    this.waiting = true
    door.figures.lane++
    const wait = door.waitOf(sender)
    if (wait > 0) {
      door.figures.refused.rate++
      this.#settle(answers.tooMany(wait, isStopping()))
    } else {
      door.log.put(stampLine('beacon', door.clock.now(), sender.tail), body, this)
    }
  }

  /** The record is durable. */
  committed(): void {
    const { door, answers, isStopping } = this.#lane
    door.figures.recorded.beacon++
    noteLatency(door.figures, door.clock.monotonic() - this.since)
    this.#settle(answers.taken(isStopping()))
  }

  /** The record is not durable. */
  refused(): void {
    const { door, answers, isStopping } = this.#lane
    door.figures.refused.log++
    this.#settle(answers.unavailable(isStopping()))
  }

  #settle(answer: Buffer): void {
    if (!this.waiting) return
    this.waiting = false
    this.#answer(answer)
  }
}
