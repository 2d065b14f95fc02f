// biome-ignore-all lint/style/useTemplate: templates compress worse here
// The outbox: what the page has not had acknowledged. One storage key per event, so that tabs never write over each other's.
// Promises: an event put here is in storage when `put` returns (in memory where storage has no room for it). Never a cookie; where consent is
// needed, or under Global Privacy Control, nothing is stored until it is given; `off` means nothing at all until then.
// Does not: send. Two tabs may give two events one number (storage has no lock): that hides a gap, it never makes one up.
import type { Event, EventType } from '../event/index.ts'
import { config } from './config.ts'
import { attempt } from './guard.ts'
import { now } from './now.ts'
import { eventKeys, get, remove, set, use } from './storage.ts'

/** What a caller says of an event; the outbox adds the rest. */
export type Fact = { [Field in keyof Event]?: Event[Field] | undefined } & { site?: string | undefined }

/** An event in the outbox. */
export type Kept = Event & {
  /** A batch is of one site. */
  site: string | undefined
  /** How often it was sent before. */
  retries: number
  /** When it was last sent, or later where the server wanted it so; page clock, milliseconds. Absent before. */
  sent?: number
}

/** The outbox's own numbers, kept beside the events, and said in each batch: its id, the last number given, what was dropped by type. */
interface Numbers {
  outbox: string
  n: number
  dropped: Partial<Record<EventType, number>>
}

const NUMBERS = 'wayside-n'

/** May anything be recorded and sent? */
export let isOn: unknown
/** What the visitor said; undefined before anything was asked. Travels with each batch. */
export let consent: boolean | undefined

/** @param answer the visitor's; undefined before there is one. A refusal erases what was stored. */
export const decide = (answer?: boolean): void => {
  consent = answer
  isOn = answer || config.consent !== 'off'
  const storage = attempt(() => window[((config.storage ?? 'local') + 'Storage') as 'localStorage'])
  // What an earlier visit stored goes too.
  if (answer === false) use(storage)
  if (!isOn || answer === false) [...eventKeys(), NUMBERS].forEach(remove)
  use(
    (answer ?? !(config.consent || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)) && storage,
  )
}

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then what a random one has. On pages that are secure contexts. */
export const uuid = (time: number = now(), random: string = crypto.randomUUID()): string =>
  (time + 2 ** 48).toString(16).replace(/.(.{8})/, '$1-') + '-7' + random.slice(15)

export const keyOf = (event: Event): string => 'wayside.' + event.type + event.id

/** What `numbers` last read, and what it made of it, with what has not been noted yet. */
let text: unknown = 0
let held: Numbers

export const numbers = (): Numbers => {
  const stored = get(NUMBERS)
  if (stored !== text) {
    text = stored
    held = stored ? JSON.parse(stored) : { outbox: uuid(), n: 0, dropped: {} }
  }
  return held
}

/** Write the numbers down, for the other tabs and the next pages. */
export const note = (): void => {
  text = JSON.stringify(numbers())
  set(NUMBERS, text as string)
}

/** Write an event, new or with what has changed. */
export const write = (event: Kept): void => set(keyOf(event), JSON.stringify(event))

/** Keep this. A click costs its visitor one write: its number is noted as it leaves. @returns it as it will be sent. */
export const put = (fact: Fact, id: string = uuid()): Kept => {
  const event = { occurredAt: now(), retries: 0, ...fact, id, n: ++numbers().n } as Kept
  write(event)
  if (fact.type! > 'cm') note()
  return event
}

/** Drop an event, and count it. */
export const drop = (key: string, type: EventType): void => {
  const { dropped } = numbers()
  // One more, of none too.
  dropped[type] = -~dropped[type]!
  note()
  remove(key)
}
