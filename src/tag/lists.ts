// Which list, item and position an element of the page stands for. A list is an element with `data-wayside="<token>"`; its items are the
// elements in it with `data-item`, or, where there are none, its links in the token's order.
// Promises: reads the page, never changes it. Does not: verify a token (the page has no key); a broken one gives no items.
import { attempt } from './guard.ts'

/** What of a token the tag reads: site, list id, placement, variant, items. */
export interface Payload {
  s?: string
  l?: string
  p?: string
  v?: string
  i?: string[]
}

/** An element's place in a list. */
export interface Place {
  list: string
  item: string
  /** 1-based, as seen on the page. */
  position?: number
}

/** Links, HTML's and SVG's (whose `href` may be in the xlink namespace). */
export const LINKS = 'a[*|href],area[href]'

const payloads: Record<string, Payload> = {}

/** The token's payload; empty when it cannot be read. */
export const payloadOf = (token: string): Payload =>
  (payloads[token] ??=
    attempt(() =>
      JSON.parse(
        new TextDecoder().decode(
          Uint8Array.from(atob(token.split('.')[2]!.replace(/-/g, '+').replace(/_/g, '/')), (char) =>
            char.charCodeAt(0),
          ),
        ),
      ),
    ) ?? {})

const named = (element: EventTarget): string | undefined => (element as HTMLElement).dataset?.item

/** A widget may keep its items in its own (open) shadow root. */
const inside = (section: Element, selector: string): HTMLElement[] => [
  ...(section.shadowRoot ?? section).querySelectorAll<HTMLElement>(selector),
]

/** The elements of a list that stand for items, in the page's order. */
export const itemsOf = (section: Element): HTMLElement[] => {
  const items = inside(section, '[data-item]')
  return items[0] ? items : inside(section, LINKS)
}

/** @param path an element and what it stands in, inner first, as `composedPath()` gives it. */
export const placeOf = (path: EventTarget[]): Place | undefined => {
  const depth = path.findIndex((element) => (element as HTMLElement).dataset?.wayside)
  const section = path[depth] as HTMLElement | undefined
  if (!section) return
  const list = section.dataset.wayside!
  const items = itemsOf(section)
  let item = path
    .slice(0, depth + 1)
    .map(named)
    .find(Boolean)
  let index: number
  if (item) index = [...new Set(items.map(named))].indexOf(item)
  else {
    index = items.findIndex((element) => path.includes(element))
    item = payloadOf(list).i?.[index]
  }
  return item ? { list, item, ...(index < 0 ? {} : { position: index + 1 }) } : undefined
}
