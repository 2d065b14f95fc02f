// A visitor's browser: an outbox that keeps each event until an answer was read, as the tag's does (`src/tag/outbox.ts`, which real browsers test),
// one or two tabs that share it, and a clock that may be wrong by years and may be set while events wait.
import { type Event, signToken } from '../../src/event/index.ts'
import type { Dice } from './dice.ts'
import { ITEMS, KEY, SITE } from './site.ts'

/** What we know of an event that the page does not say. */
export interface Truth {
  /** True time. */
  at: number
  /** Why it must not count; empty when it must. */
  reason: string
  /** Its clock was set while it waited, or somebody held a copy of it back: its corrected time is bounded, not exact. */
  isLoose: boolean
}

/** Events of one request, as the tag bounds them. */
const BATCH_EVENTS_MAX = 6
/** Clocks that are off: 1970, 2100, two hours, a day. */
const WRONG_MS = [-1.79e12, 2.4e12, -7_200_000, 86_400_000]

export class Page {
  readonly truths = new Map<string, Truth>()
  readonly #dice: Dice
  readonly #name: string
  /** What was not acknowledged, by id. */
  readonly #kept = new Map<string, Event>()
  /** Ids on their way, of each tab. */
  readonly #busy: readonly Set<string>[]
  readonly #outbox: string
  #offsetMs: number
  #n = 0
  #lists = 0

  constructor(dice: Dice, name: string, now: number) {
    this.#dice = dice
    this.#name = name
    this.#busy = Array.from({ length: dice.chance(0.3) ? 2 : 1 }, () => new Set<string>())
    this.#offsetMs = dice.chance(0.7) ? dice.whole(-2_000, 2_000) : dice.pick(WRONG_MS)
    this.#outbox = this.#uuid(now)
  }

  get tabs(): number {
    return this.#busy.length
  }

  /** The computer's clock is set, by up to a day. */
  setClock(): void {
    this.#offsetMs += this.#dice.whole(-2, 2) * 43_200_000
    for (const id of this.#kept.keys()) this.loosen(id)
  }

  loosen(id: string): void {
    const truth = this.truths.get(id)
    if (truth) truth.isLoose = true
  }

  /** A list is shown; some links are seen and opened, and a script may open one too. */
  visit(now: number): void {
    const dice = this.#dice
    const l = `${this.#name}-${++this.#lists}`
    const list = signToken(KEY, { s: SITE, l, p: 'home', t: Math.floor(now / 1000), i: ITEMS })
    const item = ITEMS[0]!
    for (const shown of ITEMS.slice(0, dice.whole(1, 3))) {
      this.#put(now, '', { type: 'impression', item: shown, list })
      if (dice.chance(0.4)) this.#put(now, '', { type: 'click', item: shown, list, trusted: true })
    }
    if (dice.chance(0.2)) this.#put(now, 'untrusted', { type: 'click', item, list, trusted: false })
    if (dice.chance(0.1)) this.#put(now, 'not_in_list', { type: 'click', item: 'other', list, trusted: true })
    if (dice.chance(0.1))
      this.#put(now, 'forged', { type: 'click', item, list: `${list.slice(0, -4)}AAAA`, trusted: true })
    if (dice.chance(0.1)) this.#put(now, 'no_token', { type: 'click', item, trusted: true })
  }

  /** The next batch of a tab, newest first; undefined when there is none. */
  batch(now: number, tab: number): { body: Buffer; events: Event[] } | undefined {
    const busy = this.#busy[tab]!
    const events = [...this.#kept.values()].reverse().filter(({ id }) => !busy.has(id))
    const taken = events.slice(0, this.#dice.whole(1, BATCH_EVENTS_MAX))
    if (taken.length === 0) return undefined
    for (const event of taken) {
      busy.add(event.id)
      event.retries = (event.retries ?? 0) + 1
    }
    const sentAt = this.#clock(now)
    const body = JSON.stringify({ v: 1, site: SITE, outbox: this.#outbox, sentAt, events: taken })
    return { body: Buffer.from(body), events: taken }
  }

  /** 204 was read. */
  answered(events: readonly Event[]): void {
    for (const { id } of events) this.#kept.delete(id)
  }

  /** These are not on their way any more. */
  returned(events: readonly Event[], tab: number): void {
    for (const { id } of events) this.#busy[tab]!.delete(id)
  }

  /** The visitor comes back: nothing is on its way. */
  reopen(): void {
    for (const busy of this.#busy) busy.clear()
  }

  #put(now: number, reason: string, fact: Omit<Event, 'id' | 'n' | 'occurredAt'>): void {
    const id = this.#uuid(now)
    this.truths.set(id, { at: now, reason, isLoose: false })
    this.#kept.set(id, { id, n: ++this.#n, occurredAt: this.#clock(now), ...fact })
  }

  #clock(now: number): number {
    return Math.floor(now + this.#offsetMs)
  }

  /** UUIDv7 by this browser's clock. */
  #uuid(now: number): string {
    const hex = (digits: number): string =>
      Array.from({ length: digits }, () => this.#dice.whole(0, 15).toString(16)).join('')
    const time = Math.max(0, this.#clock(now)).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
  }
}
