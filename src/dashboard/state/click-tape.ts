// The clicks of the last minutes, newest first, each once. Promises: knows from when on it holds every click, so that nobody takes a part for the whole.
import type { FeedEvent } from '../../api/index.ts'

/** A click that came this much later than it happened was kept in an outbox meanwhile, milliseconds. */
const RECOVERED_AFTER_MS = 5_000
/** Clicks held: ten minutes of a shop with 30 a second, some 5 MB. */
const HELD_MAX = 20_000

/** As the feed tells it, or as the list of the latest does. */
export type Told = Partial<FeedEvent> & Pick<FeedEvent, 'id' | 'verdict' | 'receivedAt'> & { occurredAt?: string }

export interface LiveClick {
  id: string
  item: string
  placement: string
  variant: string
  position: number
  datacenter: string
  verdict: string
  /** Milliseconds since the Unix epoch. */
  at: number
  receivedAt: number
  waitedMs: number
  kind: 'live' | 'recovered' | 'none'
  /** It came while somebody looked. */
  isFresh: boolean
}

export class ClickTape {
  readonly #ids = new Set<string>()
  readonly #clicks: LiveClick[] = []
  readonly #max: number
  #wholeSince = Number.POSITIVE_INFINITY

  constructor(max: number = HELD_MAX) {
    this.#max = max
  }

  /** Newest first. */
  get clicks(): readonly LiveClick[] {
    return this.#clicks
  }

  /** Every click that was received from then on is held, milliseconds since the Unix epoch; infinite before anything is known. */
  get wholeSince(): number {
    return this.#wholeSince
  }

  /** One that is known already stays as it is. */
  add(event: Told, isFresh: boolean): void {
    if (this.#ids.has(event.id)) return
    const click = clickOf(event, isFresh)
    const later = this.#clicks.findIndex(({ receivedAt }) => receivedAt <= click.receivedAt)
    this.#clicks.splice(later < 0 ? this.#clicks.length : later, 0, click)
    this.#ids.add(click.id)
    if (this.#clicks.length <= this.#max) return
    const gone = this.#clicks.pop()!
    this.#ids.delete(gone.id)
    this.#wholeSince = Math.max(this.#wholeSince, gone.receivedAt + 1)
  }

  /** The latest of a list that was cut after `limit`: when it was, and does not reach back to what is held, there is a gap before it. */
  addLatest(events: readonly Told[], limit: number, isFresh: boolean): void {
    const isCut = events.length >= limit
    const oldest = Math.min(...events.map(({ receivedAt }) => Date.parse(receivedAt)))
    const newestHeld = this.#clicks[0]?.receivedAt ?? Number.NEGATIVE_INFINITY
    for (const event of events) this.add(event, isFresh)
    if (!isCut) this.noteWhole(0)
    else if (oldest > newestHeld) this.#wholeSince = oldest + 1
  }

  /** All that was received from then on was told. */
  noteWhole(since: number): void {
    const full = this.#clicks.length >= this.#max ? this.#clicks.at(-1)!.receivedAt + 1 : 0
    this.#wholeSince = Math.max(full, Math.min(this.#wholeSince, since))
  }
}

function clickOf(event: Told, isFresh: boolean): LiveClick {
  const at = Date.parse(event.at ?? event.occurredAt ?? event.receivedAt)
  const receivedAt = Date.parse(event.receivedAt)
  const waitedMs = receivedAt - at
  return {
    id: event.id,
    item: event.item ?? '',
    placement: event.placement ?? '',
    variant: event.variant ?? '',
    position: event.position ?? 0,
    datacenter: event.datacenter ?? '',
    verdict: event.verdict,
    at,
    receivedAt,
    waitedMs,
    kind: event.verdict !== 'counted' ? 'none' : waitedMs > RECOVERED_AFTER_MS ? 'recovered' : 'live',
    isFresh,
  }
}
