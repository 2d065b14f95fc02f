// Chance of a simulation: everything that a schedule decides comes from one seed.
import { seeded } from '../../src/platform/index.ts'

export class Dice {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seeded(seed)
    // The first numbers of neighbouring seeds resemble each other.
    for (let i = 0; i < 8; i++) this.#next()
  }

  /** In [0, 1). */
  fraction(): number {
    return this.#next()
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1))
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#next() * from.length)]!
  }

  /** Waiting times that are mostly short and sometimes very long. @param mean of the short ones */
  wait(mean: number): number {
    const short = -Math.log(1 - this.#next()) * mean
    return Math.ceil(this.chance(0.05) ? short * 20 : short)
  }

  bytes(into: Uint8Array): void {
    for (let i = 0; i < into.length; i++) into[i] = this.whole(0, 255)
  }
}
