// Impressions and viewable impressions (measurement rules M3, M4, M7): an item is rendered when it has a box, and viewed when half of it
// was on screen for one continuous second of a tab that was visible and had the focus.
import { guard } from './guard.ts'
import { LARGE_PIXELS, LARGE_RATIO, SEEN_PIXELS, VIEW_MS, VIEW_RATIO } from './limits.ts'
import { entryOf } from './lists.ts'
import { HIDDEN, RENDERED, tell, VIEWED } from './recorder.ts'

/** The running seconds. */
const timers = new Map<Element, number>()
let observer: IntersectionObserver | undefined

/** By `display`, `visibility` or `opacity`. Browsers that can't tell say no. */
const isHidden = (element: Element): boolean =>
  element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false

/** Attention came or went: no second goes on, and those that `watch` finds on screen begin anew. */
export const stopSeconds = (): void => {
  timers.forEach(clearTimeout)
  timers.clear()
}

/** Watch an element that stands for an item. Once more looks at it afresh; its second goes on. */
export const watch = (element: Element): void => {
  observer ??= new IntersectionObserver(
    guard((looks) => {
      for (const { target, intersectionRatio, boundingClientRect } of looks) {
        const entry = entryOf.get(target)!
        const pixels = boundingClientRect.width * boundingClientRect.height
        tell(entry, pixels < SEEN_PIXELS || isHidden(target) ? HIDDEN : RENDERED)
        if (
          intersectionRatio < (pixels < LARGE_PIXELS ? VIEW_RATIO : LARGE_RATIO) ||
          document.hidden ||
          // A frame of another site can't know where the focus is; its tab's visibility it knows.
          (parent === self && !document.hasFocus())
        ) {
          clearTimeout(timers.get(target))
          timers.delete(target)
        } else if (!timers.has(target))
          timers.set(
            target,
            setTimeout(
              guard(() => isHidden(target) || tell(entry, VIEWED)),
              VIEW_MS,
            ),
          )
      }
    }),
    { threshold: [LARGE_RATIO, VIEW_RATIO] },
  )
  observer.unobserve(element)
  observer.observe(element)
}
