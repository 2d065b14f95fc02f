// Lists and what is seen of them. A list is an element with `data-wayside="<token>"`; its items are the elements in it with `data-item`, or,
// where there are none, its links in the token's order. An item is rendered when it has a box, and viewed when half of it was on screen for
// one continuous second of a tab that was visible and had the focus (measurement rules M3, M4, M7).
// Promises: reads the page, never changes it. Does not: verify a token (the page has no key); one that cannot be read makes no list.
import { drainIn } from './delivery.ts'
import { guard } from './guard.ts'
import { GATHER_MS, LARGE_PIXELS, LARGE_RATIO, SEEN_PIXELS, VIEW_MS, VIEW_RATIO } from './limits.ts'
import { HIDDEN, payloadOf, RENDERED, tell, VIEWED } from './recorder.ts'

/** HTML's links and SVG's, with a destination. */
export const LINK = ':any-link'

/** What an element stands for. */
interface Place {
  site: string
  list: string
  item: string
  /** 1-based, as seen on the page. */
  position: number
}

/** What the last look found, with the timer of the next one: while there is one, what the last one found may be stale. */
export let places: WeakMap<EventTarget, Place> & { _look?: unknown } = new WeakMap()
/** The running seconds. */
const seconds = new Map<Element, number>()
let observer: IntersectionObserver | undefined

const told = guard((element: Element, stage: number): void => {
  tell(places.get(element)!, stage)
  drainIn(GATHER_MS)
})

/** Find the elements that stand for items of this list, and watch them. A widget may keep them in its own (open) shadow root. */
export const readList: (section: HTMLElement) => void = guard((section: HTMLElement) => {
  const list = section.dataset.wayside!
  const { s: site, i: items } = payloadOf(list)
  const root = section.shadowRoot ?? section
  const named = root.querySelectorAll<HTMLElement>('[data-item]')
  const positions: Record<string, number> = {}
  let count = 0
  ;(named[0] ? named : root.querySelectorAll<HTMLElement>(LINK)).forEach((element, index) => {
    const item = element.dataset.item ?? items[index]
    if (!item) return
    positions[item] ??= ++count
    places.set(element, { site, list, item, position: positions[item] })
    observer?.observe(element)
  })
})

/** Attention came or went: no second goes on. The next look begins those that it finds on screen anew. */
export const stopSeconds = (): void => {
  seconds.forEach(clearTimeout)
  seconds.clear()
}

/** Forget what was found, and look at it afresh; a second that runs goes on if its element is found again. */
export const lookAfresh = (): void => {
  places = new WeakMap()
  observer ??= new IntersectionObserver(
    (looks) => {
      for (const { target, intersectionRatio, boundingClientRect } of looks) {
        const pixels = boundingClientRect.width * boundingClientRect.height
        // By `display`, `visibility` or `opacity`. Browsers that can't tell say no.
        const hidden =
          pixels < SEEN_PIXELS ||
          target.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false
        told(target, hidden ? HIDDEN : RENDERED)
        if (
          hidden ||
          intersectionRatio < (pixels < LARGE_PIXELS ? VIEW_RATIO : LARGE_RATIO) ||
          document.hidden ||
          // A frame of another site can't know where the focus is; its tab's visibility it knows.
          (parent === self && !document.hasFocus())
        ) {
          clearTimeout(seconds.get(target))
          seconds.delete(target)
        } else if (!seconds.has(target)) seconds.set(target, setTimeout(told, VIEW_MS, target, VIEWED))
      }
    },
    { threshold: [LARGE_RATIO, VIEW_RATIO] },
  )
  observer.disconnect()
}
