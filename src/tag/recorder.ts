// What counts, once: a page says "this item is rendered, was viewed, was clicked"; each fact about an item of a list is told once a page,
// clicks every time. A click makes its item rendered and viewed (measurement rule M8), so that clicked ≤ viewed ≤ rendered holds.
import { type Fact, isOn, type Kept, put, uuid } from './outbox.ts'
import { remove } from './storage.ts'

/** What the keys of clicks begin with. */
const PREFIX = 'wayside.click'

/** What of a token the tag reads: site and items. */
interface Payload {
  s: string
  i: string[]
}

/** The token's payload. `escape` makes UTF-8 of what `atob` gives, for a tenth of the bytes. @throws when it cannot be read. */
export const payloadOf = (token: string): Payload =>
  JSON.parse(decodeURIComponent(escape(atob(token.split('.')[2]!.replace(/-/g, '+').replace(/_/g, '/')))))

export const HIDDEN = 1
export const RENDERED = 2
export const VIEWED = 3

/** How far each item of each list has come, by both: one of the three above. */
const stages: Record<string, number> = {}

/** Tell what has not been told of this item, up to a stage, and then the fact itself, if it is more than a place. @returns it as it will be sent. */
export const tell = (fact: Fact, stage: number): Kept => {
  // Every caller has its guard.
  if (!isOn) throw 0
  const key = fact.list! + fact.item
  // An item that shows has not been hidden.
  let told = stages[key] ?? Number(stage > HIDDEN)
  while (told < stage)
    put({ ...fact, type: told++ < RENDERED ? 'impression' : 'view', hidden: stage < RENDERED || undefined })
  stages[key] = told
  return (fact.type && put(fact, fact.id)) as Kept
}

/** A click that only the stub saw (or the legacy tag) gets what is missing: its id, its item, its number, and that its item was viewed. */
export const complete = (key: string, click: Fact & { occurredAt: number; position: number }): void => {
  remove(key)
  const { s, i } = payloadOf(click.list!)
  const item = click.item ?? i[click.position - 1]
  // By the key's random part and the click's time: whoever completes it gives it the same id.
  const id = uuid(click.occurredAt, key.slice(PREFIX.length))
  if (item) tell({ ...click, id, type: 'click', site: s, item, position: click.position || undefined }, VIEWED)
}
