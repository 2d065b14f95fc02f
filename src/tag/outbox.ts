// The outbox: what the page has not had acknowledged. One storage key per event, so that tabs never write over each other's.
// Promises: an event put here is in storage when `_put` returns (in memory where storage has no room for it); it leaves by `_remove`, by age,
// or by a cap, and the caps count what they drop. Clicks come out first and are dropped last.
// Does not: send. Two tabs may give two events one number (storage has no lock): that hides a gap, it never makes one up.
import { type Event, type EventType, OUTBOX_AGE_MAX_MS } from '../event/index.ts'
import { attempt } from './guard.ts'
import { toJson } from './json.ts'
import { BATCH_CHARS_MAX, OUTBOX_CHARS_MAX, OUTBOX_EVENTS_MAX } from './limits.ts'
import { now } from './now.ts'
import { uuid } from './random.ts'
import { PREFIX, type Shelf } from './storage.ts'

/** What a caller says of an event; the outbox adds the rest. */
export type Fact = Omit<Event, 'id' | 'n' | 'occurredAt'>

/** The outbox's own numbers, kept beside the events: its id, the last number given, what was dropped by type. */
export interface Numbers {
  o: string
  n: number
  d?: Partial<Record<EventType, number>>
}

export interface Outbox {
  /** Keep these, in this order. @returns them as they will be sent. */
  _put(facts: Fact[]): Event[]
  /** A batch of one site, the most valuable and newest first, none of them in `busy`. Drops what is over a cap. */
  _take(busy: Set<string>, siteOf: (event: Event) => string | undefined): Event[]
  /** Note that this copy is on its way: the next one says `retries` one higher. */
  _sent(event: Event): void
  _remove(event: Event): void
  /** Do all of these outlive the page? */
  _safe(batch: Event[]): boolean
  _numbers(): Numbers
}

const NUMBERS = `${PREFIX}n`
/** By rising value: the caps take from the left. */
const RANKS: EventType[] = ['impression', 'view', 'conversion', 'click']

/** Sorts by value, then by age: the digit is the rank, and an id begins with its time. */
const keyOf = (event: Event): string => PREFIX + RANKS.indexOf(event.type) + event.id
const timeOf = (key: string): number => Number.parseInt(key.slice(9, 22).replace('-', ''), 16)

export function openOutbox(shelf: Shelf): Outbox {
  const read = <T>(key: string): T | undefined => attempt(() => JSON.parse(shelf._get(key)!))

  const numbers = (): Numbers => {
    const held = read<Numbers>(NUMBERS)
    return held?.o ? held : { o: uuid(), n: held?.n || 0 }
  }

  const drop = (key: string): void => {
    const { o, n, d = {} } = numbers()
    const type = RANKS[key[8] as unknown as number]!
    d[type] = (d[type] || 0) + 1
    shelf._remove(key)
    shelf._set(NUMBERS, toJson({ o, n, d }))
  }

  /** Storage that is full makes room by dropping what is worth less, once per event. */
  const keep = (event: Event): boolean => {
    const key = keyOf(event)
    const value = toJson(event)
    return (
      shelf._set(key, value) ||
      shelf._keys().some((other) => {
        if (other >= key || !shelf._safe(other)) return false
        drop(other)
        return shelf._set(key, value)
      })
    )
  }

  return {
    _put(facts) {
      const held = numbers()
      const events = facts.map((fact) => ({ id: uuid(), n: ++held.n, ...fact, occurredAt: now() }))
      shelf._set(NUMBERS, toJson(held))
      events.forEach(keep)
      return events
    },

    _take(busy, siteOf) {
      const batch: Event[] = []
      let [count, chars, size] = [0, 0, 0]
      for (const key of shelf._keys().reverse()) {
        if (!(key[8]! < '4')) continue
        const value = shelf._get(key)!
        chars += value.length
        if (++count > OUTBOX_EVENTS_MAX || chars > OUTBOX_CHARS_MAX || now() - timeOf(key) > OUTBOX_AGE_MAX_MS) {
          drop(key)
          continue
        }
        const event = read<Event>(key)
        if (!event?.id) shelf._remove(key)
        else if (!busy.has(event.id) && (!batch[0] || siteOf(batch[0]) === siteOf(event))) {
          size += value.length + 40
          if (size < BATCH_CHARS_MAX || !batch[0]) batch.push(event)
        }
      }
      return batch
    },

    _sent(event) {
      event.retries = (event.retries ?? 0) + 1
      if (shelf._get(keyOf(event))) shelf._set(keyOf(event), toJson(event))
    },
    _remove: (event) => shelf._remove(keyOf(event)),
    _safe: (batch) => batch.every((event) => shelf._safe(keyOf(event))),
    _numbers: numbers,
  }
}
