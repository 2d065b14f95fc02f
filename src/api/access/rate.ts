// Fixed windows: how often somebody may do something. Memory is bounded by who was there within a window.

interface Window {
  startedAt: number
  count: number
}

/** Names kept before the finished windows are looked for and dropped. */
const SWEEP_AT_COUNT = 10_000

export class Windows {
  readonly #windows = new Map<string, Window>()
  readonly #monotonic: () => number
  readonly #max: number
  readonly #windowMs: number

  constructor(monotonic: () => number, max: number, windowMs: number) {
    this.#monotonic = monotonic
    this.#max = max
    this.#windowMs = windowMs
  }

  /** Count one more. @returns milliseconds to wait; 0 when it may pass. */
  take(name: string): number {
    const window = this.#current(name)
    return ++window.count > this.#max ? window.startedAt + this.#windowMs - this.#monotonic() : 0
  }

  /** The same for one more, without counting it. */
  look(name: string): number {
    const window = this.#current(name)
    return window.count >= this.#max ? window.startedAt + this.#windowMs - this.#monotonic() : 0
  }

  #current(name: string): Window {
    const now = this.#monotonic()
    const known = this.#windows.get(name)
    if (known && now - known.startedAt < this.#windowMs) return known
    if (this.#windows.size >= SWEEP_AT_COUNT)
      for (const [other, { startedAt }] of this.#windows)
        if (now - startedAt >= this.#windowMs) this.#windows.delete(other)
    const window = { startedAt: now, count: 0 }
    this.#windows.set(name, window)
    return window
  }
}
