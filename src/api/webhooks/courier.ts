// Follows the feed for one webhook: delivers in order, tries again with growing pauses, gives up one delivery after the last and goes on.
// Promises: at least once, in order but for dead letters; its place moves only past what was delivered or is listed as dead.
import { type Clock, jitter, pause, sleep } from '../../platform/index.ts'
import { type FeedEvent, type FeedPage, placeText, readPlace } from '../../report/index.ts'
import { isWanted } from '../feed/filter.ts'
import type { Tail } from '../feed/tail.ts'
import { FEED_POLL_MS, WEBHOOK_DEAD_MAX, WEBHOOK_EVENTS_MAX } from '../limits.ts'
import { deliveryId, send } from './send.ts'
import type { DeadLetter, Hook } from './state.ts'

export interface CourierOptions {
  tail: Tail
  clock: Clock
  retryMs: readonly number[]
  /** The hook moved on. */
  onMove(): void
  /** @returns how many dead letters the hook has now */
  onDead(letter: DeadLetter): number
}

/** What is delivered at once, and the places before and after it. */
interface Chunk {
  from: string
  to: string
  events: FeedEvent[]
}

export class Courier {
  /** What went wrong last, until something goes right. */
  trouble = ''
  readonly #hook: Hook
  readonly #options: CourierOptions
  readonly #stopping = new AbortController()
  readonly #loop: Promise<void>

  constructor(hook: Hook, options: CourierOptions) {
    this.#hook = hook
    this.#options = options
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  /** One more try of a dead letter. Its events are read from the store again, so labels are those of today. */
  async again(letter: DeadLetter): Promise<boolean> {
    let from = letter.from
    for (;;) {
      const page = await this.#options.tail.page(readPlace(from))
      const [chunk] = this.#chunks(from, page)
      if (chunk) return this.#send({ ...chunk, events: chunk.events.slice(0, letter.events) }, letter)
      // Its events were erased since.
      if (page.isEnd) return true
      from = placeText(page.place)
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted && this.#hook.ended === '') {
      try {
        const page = await this.#options.tail.page(readPlace(this.#hook.place))
        for (const chunk of this.#chunks(this.#hook.place, page)) {
          if (!(await this.#deliver(chunk))) break
          this.#hook.place = chunk.to
          this.#options.onMove()
        }
        // What is not for this webhook is passed over without a write each time: after a crash it is passed over again.
        if (!signal.aborted && this.#hook.ended === '') this.#hook.place = placeText(page.place)
        if (page.isEnd) await sleep(FEED_POLL_MS, signal)
      } catch (error) {
        if (signal.aborted) return
        this.trouble = (error as Error).message
        await pause(FEED_POLL_MS, signal)
      }
    }
  }

  /** @returns true when it is done with, delivered or dead; false when stopping or ended. */
  async #deliver(chunk: Chunk): Promise<boolean> {
    const { retryMs, clock, onDead } = this.#options
    const { signal } = this.#stopping
    for (let attempt = 0; ; attempt++) {
      if (await this.#send(chunk)) return true
      if (signal.aborted || this.#hook.ended !== '') return false
      const pauseMs = retryMs[attempt]
      if (pauseMs !== undefined) {
        await sleep(pauseMs * (0.8 + 0.4 * jitter()), signal)
        continue
      }
      const dead = onDead({
        id: deliveryId(this.#hook.id, chunk.from, chunk.to),
        hook: this.#hook.id,
        from: chunk.from,
        to: chunk.to,
        events: chunk.events.length,
        attempts: attempt + 1,
        error: this.trouble,
        diedAt: new Date(clock.now()).toISOString(),
      })
      if (dead >= WEBHOOK_DEAD_MAX) this.#hook.ended = `paused: ${dead} dead letters`
      return true
    }
  }

  /** @param letter of a replay: the id under which it was tried before */
  async #send({ from, to, events }: Chunk, letter?: DeadLetter): Promise<boolean> {
    const { clock } = this.#options
    const id = letter?.id ?? deliveryId(this.#hook.id, from, to)
    const result = await send(this.#hook, id, events, Math.floor(clock.now() / 1_000), this.#stopping.signal)
    if (result.ok) {
      this.trouble = ''
      this.#hook.delivered += events.length
      return true
    }
    this.trouble = result.error
    if (result.gone) {
      this.#hook.ended = 'ended: the receiver answered 410 Gone'
      this.#options.onMove()
    }
    return false
  }

  /** What of a page this webhook wants, in deliveries. */
  #chunks(from: string, page: FeedPage): Chunk[] {
    const wanted = page.events.filter(({ event }) => isWanted(event, this.#hook.filter))
    const chunks: Chunk[] = []
    for (let at = 0; at < wanted.length; at += WEBHOOK_EVENTS_MAX) {
      const some = wanted.slice(at, at + WEBHOOK_EVENTS_MAX)
      const to = placeText(some.at(-1)!.place)
      chunks.push({ from: chunks.at(-1)?.to ?? from, to, events: some.map(({ event }) => event) })
    }
    return chunks
  }
}
