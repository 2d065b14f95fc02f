// What counts, once: a page says "this item is rendered, was viewed, was clicked"; each fact about an item of a list is told once a page,
// clicks every time. A click makes its item rendered and viewed (measurement rule M8), so that clicked ≤ viewed ≤ rendered holds.
import type { EventType } from '../event/index.ts'
import type { Conversion } from './config.ts'
import { drain, gather } from './delivery.ts'
import { CLICK_MS } from './limits.ts'
import type { Entry } from './lists.ts'
import { type Fact, type Kept, keyOf, put, write } from './outbox.ts'
import { isOn } from './privacy.ts'

/** What an entry goes through. */
const STAGES: EventType[] = ['impression', 'impression', 'view']
export const HIDDEN = 1
export const RENDERED = 2
export const VIEWED = 3

/** Record this. @returns the last fact as it will be sent, or undefined if there is none or nothing may be recorded. */
const record = (facts: Fact[]): Kept | undefined => {
  if (!facts[0] || !isOn) return
  gather()
  // Not now: the visitor waits for the handler, and then for the destination's request. A page that goes away sends as it goes.
  if (facts.at(-1)!.type < 'i') setTimeout(drain, CLICK_MS)
  return put(facts)
}

const text = (value: unknown): string | undefined => (value === undefined ? value : `${value}`)

/** The wire wants strings where shops have numbers. */
export const recordConversion = (conversion: Conversion): void => {
  record([{ ...conversion, type: 'conversion', order: text(conversion.order), value: text(conversion.value) }])
}

/** Keep what the stub had in memory, if anything may be recorded. */
export const restore = (event: Kept): void => {
  if (isOn) write(keyOf(event), event)
}

/** Tell what has not been told of this item, up to a stage, and then the click, if it is one. */
export const tell = (entry: Entry, stage: number, click?: Fact): Kept | undefined => {
  const facts: Fact[] = []
  // An item that shows has not been hidden.
  if (stage > HIDDEN) entry._stage ||= HIDDEN
  for (; isOn && entry._stage < stage; entry._stage++)
    facts.push({ type: STAGES[entry._stage]!, ...entry._place, hidden: stage === HIDDEN || undefined })
  return record(click ? [...facts, { ...entry._place, ...click }] : facts)
}
