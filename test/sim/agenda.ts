// What happens when, in the simulation's own time. Things that fall within the same few milliseconds happen together, so that they meet.

interface Entry {
  at: number
  order: number
  run: () => Promise<unknown>
}

const TOGETHER_MS = 5

export class Agenda {
  now: number
  readonly #start: number
  #entries: Entry[] = []
  #order = 0

  constructor(start: number) {
    this.#start = start
    this.now = start
  }

  /** Do something in so many milliseconds. */
  add(inMs: number, run: () => Promise<unknown>): void {
    this.#entries.push({ at: this.now + Math.max(0, Math.floor(inMs)), order: this.#order++, run })
  }

  /** Forget everything that was planned. */
  clear(): void {
    this.#entries = []
  }

  /** Let things happen until a time after the start, or until nothing is planned. */
  async runUntil(afterStartMs: number): Promise<void> {
    for (;;) {
      this.#entries.sort((a, b) => a.at - b.at || a.order - b.order)
      const next = this.#entries[0]
      if (!next || next.at > this.#start + afterStartMs) return
      this.now = Math.max(this.now, next.at)
      const later = this.#entries.findIndex(({ at }) => at > next.at + TOGETHER_MS)
      const together = this.#entries.splice(0, later < 0 ? this.#entries.length : later)
      await Promise.all(together.map(({ run }) => run()))
    }
  }
}
