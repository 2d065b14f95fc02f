// The outbox: what the page has not had acknowledged. One storage key per event, so that tabs never write over each other's.
// Promises: an event put here is in storage when `put` returns (in memory where storage has no room for it); it leaves when acknowledged,
// by age, or by a cap, and the caps count what they drop: impressions and views go first, clicks last.
// Does not: send. Two tabs may give two events one number (storage has no lock): that hides a gap, it never makes one up.
import { type Event, type EventType, OUTBOX_AGE_MAX_MS } from '../event/index.ts'
import { attempt } from './guard.ts'
import { BATCH_CHARS_MAX, OUTBOX_CHARS_MAX, OUTBOX_EVENTS_MAX } from './limits.ts'
import { now } from './now.ts'
import { uuid } from './random.ts'
import { eventKeys, get, remove, set } from './storage.ts'

/** What a caller says of an event; the outbox adds the rest. */
export type Fact = { [Field in keyof Event]?: Event[Field] | undefined } & { type: EventType }

/** In the page, `retries` counts from 0. */
export type Kept = Event & { retries: number }

/** The outbox's own numbers, kept beside the events: its id, the last number given, what was dropped by type. */
interface Numbers {
  o: string
  n: number
  d: Partial<Record<EventType, number>>
}

export const NUMBERS = 'wayside-n'

/** Events in a request now, by key. */
export const busy: Set<string> = new Set()

export const keyOf = (event: Event): string => `wayside.${event.type}${event.id}`

export const numbers = (): Numbers => attempt(() => JSON.parse(get(NUMBERS)!)) ?? { o: uuid(), n: 0, d: {} }

export const write = (key: string, value: unknown): void => set(key, JSON.stringify(value))

/** Keep these, in this order. @returns the last, as it will be sent. */
export const put = (facts: Fact[]): Kept | undefined => {
  const held = numbers()
  const events = facts.map((fact) => ({ id: uuid(), n: ++held.n, occurredAt: now(), retries: 0, ...fact }) as Kept)
  write(NUMBERS, held)
  for (const event of events) write(keyOf(event), event)
  return events.pop()
}

/** A batch of one site, none of it busy before, all of it afterwards. Notes one more try of each. Drops what is over a cap. */
export const take = (siteOf: (event: Event) => string | undefined): Kept[] => {
  const batch: Kept[] = []
  let count = 0
  let chars = 0
  let size = 0
  for (const key of eventKeys()) {
    const value = get(key)!
    const event = attempt(() => JSON.parse(value))
    chars += value.length
    if (
      ++count > OUTBOX_EVENTS_MAX ||
      chars > OUTBOX_CHARS_MAX ||
      // Written so that what cannot be read goes too.
      !(now() - event?.occurredAt < OUTBOX_AGE_MAX_MS)
    ) {
      const held = numbers()
      held.d[event?.type as EventType] = (held.d[event?.type as EventType] ?? 0) + 1
      write(NUMBERS, held)
      remove(key)
    } else if (
      !busy.has(key) &&
      (!batch[0] || (siteOf(batch[0]) === siteOf(event) && size + value.length < BATCH_CHARS_MAX))
    ) {
      size += value.length
      busy.add(key)
      batch.push(event)
      write(key, { ...event, retries: event.retries + 1 })
    }
  }
  return batch
}
