// What counts, once: a page says "this item is rendered, was viewed, was clicked"; each fact about an item of a list is told once a page,
// clicks every time. A click makes its item rendered and viewed (measurement rule M8), so that clicked ≤ viewed ≤ rendered holds.
import type { How } from '../event/index.ts'
import type { Conversion } from './config.ts'
import type { Delivery } from './delivery.ts'
import type { Place } from './lists.ts'
import type { Fact, Outbox } from './outbox.ts'
import type { Privacy } from './privacy.ts'

export interface Recorder {
  /** @param hidden 0×0, 1×1 or invisible: told apart, since it may show later. */
  _impression(place: Place, hidden?: boolean): void
  _view(place: Place): void
  /** @returns the click's id, or undefined when nothing may be recorded. */
  _click(place: Place, how: How, trusted: boolean): string | undefined
  _convert(conversion: Conversion): void
}

export function openRecorder(outbox: Outbox, delivery: Delivery, privacy: Privacy): Recorder {
  const told = new Set<string>()

  /** The fact, unless it has been told. */
  const once = (type: 'impression' | 'view', place: Place, hidden?: boolean): Fact[] => {
    const key = type + !!hidden + place.list + place.item
    if (told.has(key)) return []
    told.add(key)
    return [{ type, ...place, ...(hidden && { hidden }) }]
  }
  const record = (facts: Fact[]): string | undefined => {
    if (!facts[0] || !privacy._on()) return
    const visitor = privacy._visitor()
    const events = outbox._put(facts.map((fact) => ({ ...fact, ...(visitor && { visitor }) })))
    delivery._gather()
    return events.at(-1)!.id
  }
  const viewed = (place: Place): Fact[] => [...once('impression', place), ...once('view', place)]

  return {
    _impression: (place, hidden) => void record(once('impression', place, hidden)),
    _view: (place) => void record(viewed(place)),
    _click(place, how, trusted) {
      const id = record([...viewed(place), { type: 'click', ...place, trusted, how }])
      // Not in the handler: a call of `fetch` takes half a millisecond, and the visitor waits for the handler.
      setTimeout(delivery._drain)
      return id
    },
    _convert(conversion) {
      record([{ ...conversion, type: 'conversion' }])
      setTimeout(delivery._drain)
    },
  }
}
