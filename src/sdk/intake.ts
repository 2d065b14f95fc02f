// Takes events at once and writes them soon after, many together. Promises: `take` does no I/O; memory is bounded; nothing rejects.
import type { Line } from './facts.ts'
import { LINGER_MS, SEND_BATCH_BYTES_MAX, SEND_EVENT_BYTES_MAX } from './limits.ts'
import type { MemoryOutbox, Outbox } from './outbox.ts'
import { Turns } from './turns.ts'

export interface IntakeOptions {
  /** Where events go: the first that keeps them. The last is in memory, and bounds what has not been written yet too. */
  outboxes: readonly [...Outbox[], MemoryOutbox]
  /** Events were written. */
  onWritten: () => void
  /** Events found no room. */
  onDropped: (count: number) => void
}

export class Intake {
  /** Events not written yet. */
  count = 0
  #bytes = 0
  #lines: Line[] = []
  /** The next write, not begun yet: what is taken until it begins goes with it. */
  #next: Promise<void> | undefined
  readonly #turns = new Turns()
  #lingering: NodeJS.Timeout | undefined
  readonly #options: IntakeOptions
  readonly #memory: MemoryOutbox

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#memory = options.outboxes.at(-1) as MemoryOutbox
  }

  take(line: Line): void {
    if (line.bytes > SEND_EVENT_BYTES_MAX || !this.#memory.hasRoom(this.#bytes + line.bytes, line.conversion)) {
      this.#options.onDropped(1)
      return
    }
    this.#lines.push(line)
    this.count++
    this.#bytes += line.bytes
    if (this.#bytes >= SEND_BATCH_BYTES_MAX) void this.write()
    else this.#lingering ??= setTimeout(() => void this.write(), LINGER_MS).unref()
  }

  /** Resolves when all that was taken so far has been written. */
  write(): Promise<void> {
    clearTimeout(this.#lingering)
    this.#lingering = undefined
    this.#next ??= this.#turns.take(() => {
      this.#next = undefined
      return this.#write()
    })
    return this.#next
  }

  async #write(): Promise<void> {
    const lines = this.#lines
    this.#lines = []
    let left: readonly Line[] = lines
    for (const outbox of this.#options.outboxes) if (left.length > 0) left = await outbox.put(left)
    this.count -= lines.length
    for (const line of lines) this.#bytes -= line.bytes
    if (left.length > 0) this.#options.onDropped(left.length)
    this.#options.onWritten()
  }
}
