// How often the engine's process has died, and how long to wait before it is started again.
// Promises: after one death it starts at once; a statement that kills it each time, and is asked for again and again, cannot make a busy loop of it.
import { LONG_LIFE_MS, RESTART_PAUSE_MAX_MS, RESTART_PAUSE_MS } from '../limits.ts'

export class Lives {
  /** Deaths that nobody asked for. */
  deaths = 0
  /** Those in a row after a short life. */
  #short = 0
  #bornAt = 0

  /** It answers. @param now of a clock that only grows, milliseconds, as below */
  born(now: number): void {
    this.#bornAt = now
  }

  died(now: number): void {
    this.deaths++
    this.#short = now - this.#bornAt < LONG_LIFE_MS ? this.#short + 1 : 0
  }

  /** How long to wait before the next start, milliseconds. */
  get pauseMs(): number {
    return this.#short < 2 ? 0 : Math.min(RESTART_PAUSE_MAX_MS, RESTART_PAUSE_MS * 2 ** (this.#short - 2))
  }
}
