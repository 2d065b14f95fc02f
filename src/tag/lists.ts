// Which list, item and position an element of the page stands for. A list is an element with `data-wayside="<token>"`; its items are the
// elements in it with `data-item`, or, where there are none, its links in the token's order.
// Promises: reads the page, never changes it. Does not: verify a token (the page has no key); a broken one gives no items by order.
import { attempt } from './guard.ts'
import { LINKS } from './links.ts'

/** What of a token the tag reads: site and items. */
export interface Payload {
  s?: string
  i?: string[]
}

/** An item of a list, however many elements stand for it, now or after the page drew it anew. */
export interface Entry {
  _place: {
    list: string
    item: string
    /** 1-based, as seen on the page. */
    position: number
  }
  /** What has been told of it: 0 nothing, 1 rendered but hidden, 2 rendered, 3 viewed. */
  _stage: number
}

const payloads: Record<string, Payload> = {}
const entries: Record<string, Entry> = {}
export const entryOf: WeakMap<EventTarget, Entry> = new WeakMap()

/** The timer of the next look at the page: while there is one, what we know of its lists may be stale. */
export const pending: { _look?: unknown } = {}

/** The token's payload; empty when it cannot be read. `escape` makes UTF-8 of what `atob` gives, for a tenth of the bytes. */
export const payloadOf = (token = ''): Payload =>
  (payloads[token] ??=
    attempt(() =>
      JSON.parse(decodeURIComponent(escape(atob(token.split('.')[2]!.replace(/-/g, '+').replace(/_/g, '/'))))),
    ) ?? {})

/** Find the elements that stand for items of this list. A widget may keep them in its own (open) shadow root. */
export const readList = (section: HTMLElement): HTMLElement[] => {
  const list = section.dataset.wayside!
  const root = section.shadowRoot ?? section
  const named = root.querySelectorAll<HTMLElement>('[data-item]')
  const items: string[] = []
  return [...(named[0] ? named : root.querySelectorAll<HTMLElement>(LINKS))].filter((element, index) => {
    const item = element.dataset.item ?? payloadOf(list).i?.[index]
    if (!item) return false
    if (!items.includes(item)) items.push(item)
    entries[list + item] ??= { _stage: 0 } as Entry
    entries[list + item]!._place = { list, item, position: items.indexOf(item) + 1 }
    return entryOf.set(element, entries[list + item]!)
  })
}
