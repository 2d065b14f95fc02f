// Brings what waits in the outboxes to the service, one batch at a time, until it is told to stop.
// Promises: a batch leaves its outbox only when it is settled; one that fails lets the others go first; failures slow it down.
import { OUTBOX_AGE_MAX_MS } from '../event/index.ts'
import type { Answer } from './answer.ts'
import type { Counters, Fault } from './counters.ts'
import { jittered } from './ids.ts'
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS, SEAL_AFTER_MS } from './limits.ts'
import type { Now } from './now.ts'
import type { Outbox, Waiting } from './outbox.ts'
import type { Post } from './post.ts'

export interface CourierOptions {
  outboxes: readonly Outbox[]
  post: Post
  counters: Omit<Counters, 'pending' | 'inMemory'>
  report: (code: Fault['code'], message: string) => void
  now: Now
}

type Later = Extract<Answer, { kind: 'later' }>
/** How a batch ended: how many events were refused with it, and the codes of those refused one by one. */
interface Settled {
  kind: 'settled'
  refused: number
  rejected: string[]
}

export class Courier {
  readonly #options: CourierOptions
  readonly #outboxes: Outbox[]
  readonly #running: Promise<void>
  #state: 'open' | 'draining' | 'stopped' = 'open'
  #failures = 0
  #rouse: () => void = () => {}
  #resting: 'idle' | 'backing off' | undefined

  constructor(options: CourierOptions) {
    this.#options = options
    this.#outboxes = [...options.outboxes]
    this.#running = this.#run()
  }

  /** Something new waits. Does not cut short the wait after a failure. */
  wake(): void {
    if (this.#resting === 'idle') this.#rouse()
  }

  /** Sends all that there is, and resolves when nothing waits any more or after {@link stop}. */
  drain(): Promise<void> {
    if (this.#state === 'open') this.#state = 'draining'
    this.#failures = 0
    this.#rouse()
    return this.#running
  }

  /** Resolves when the batch under way has ended. */
  stop(): Promise<void> {
    this.#state = 'stopped'
    this.#rouse()
    return this.#running
  }

  async #run(): Promise<void> {
    while (this.#state !== 'stopped') {
      const all = this.#state !== 'open'
      const found = await this.#next(all)
      if (found) await this.#handle(found.outbox, found.batch)
      else if (all) return
      else if (this.#state === 'open') await this.#rest('idle', SEAL_AFTER_MS)
    }
  }

  async #next(all: boolean): Promise<{ outbox: Outbox; batch: Waiting } | undefined> {
    for (const outbox of this.#outboxes) {
      const batch = await outbox.next(all)
      if (batch) return { outbox, batch }
    }
    return undefined
  }

  async #handle(outbox: Outbox, batch: Waiting): Promise<void> {
    // Taking turns keeps a batch that always fails in one outbox from holding up the other.
    this.#outboxes.push(this.#outboxes.shift()!)
    const { counters, report, now } = this.#options
    if (now() - batch.createdAt > OUTBOX_AGE_MAX_MS) {
      counters.expired += batch.lines.length
      return outbox.done(batch, true)
    }
    const end = await this.#deliver(batch)
    if (end.kind === 'settled') {
      this.#failures = 0
      counters.delivered += batch.lines.length - end.refused - end.rejected.length
      counters.refused += end.refused
      counters.rejected += end.rejected.length
      for (const code of end.rejected) counters.rejectedBy[code] = (counters.rejectedBy[code] ?? 0) + 1
      return outbox.done(batch, end.refused > 0)
    }
    outbox.postpone(batch)
    if (this.#state === 'stopped') return
    report(end.code, end.message)
    const backoff = jittered(Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures++))
    await this.#rest('backing off', Math.max(backoff, end.waitMs))
  }

  async #deliver(batch: Waiting): Promise<Settled | Later> {
    const { lines } = batch
    if (lines.length === 0) return { kind: 'settled', refused: 0, rejected: [] }
    const answer = await this.#options.post(batch)
    if (answer.kind === 'later') return answer
    if (answer.kind === 'settled') {
      for (const { code } of answer.rejected) this.#options.report(code, `The service rejected an event: ${code}.`)
      return { kind: 'settled', refused: 0, rejected: answer.rejected.map(({ code }) => code) }
    }
    if (answer.kind === 'too large' && lines.length > 1) {
      const middle = lines.length >> 1
      const first = await this.#deliver({ ...batch, lines: lines.slice(0, middle) })
      const second = first.kind === 'later' ? first : await this.#deliver({ ...batch, lines: lines.slice(middle) })
      if (first.kind === 'later' || second.kind === 'later') return second as Later
      return { ...first, refused: first.refused + second.refused, rejected: [...first.rejected, ...second.rejected] }
    }
    if (answer.kind === 'refused') this.#options.report(answer.code, answer.message)
    else this.#options.report('BATCH_TOO_LARGE', 'A single event is too large for the service.')
    return { kind: 'settled', refused: lines.length, rejected: [] }
  }

  #rest(why: 'idle' | 'backing off', ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#resting = why
      this.#rouse = () => {
        clearTimeout(timer)
        this.#rouse = () => {}
        this.#resting = undefined
        resolve()
      }
      // Unreferenced: sending never keeps the recommender's process alive.
      const timer = setTimeout(() => this.#rouse(), ms).unref()
    })
  }
}
