// Impressions and viewable impressions (measurement rules M3, M4, M7): an item is rendered when it has a box, and viewed when half of it
// was on screen for one continuous second of a tab that was visible and had the focus.
import { guard } from './guard.ts'
import { LARGE_PIXELS, LARGE_RATIO, SEEN_PIXELS, VIEW_MS, VIEW_RATIO } from './limits.ts'

/** @returns a function that begins to watch an element; twice is once. */
export function onViewed(
  rendered: (element: Element, hidden: boolean) => void,
  viewed: (element: Element) => void,
): (element: Element) => void {
  /** What is on screen now, with the timer of its second while the tab has the visitor's attention. */
  const onScreen = new Map<Element, ReturnType<typeof setTimeout> | undefined>()

  const look = guard((): void => {
    const attention = document.visibilityState === 'visible' && (parent !== self || document.hasFocus())
    for (const [element, timer] of onScreen) {
      if (!attention) clearTimeout(timer)
      if (!attention || !timer)
        onScreen.set(
          element,
          attention
            ? setTimeout(
                guard(() => {
                  observer.unobserve(element)
                  onScreen.delete(element)
                  if (isShown(element)) viewed(element)
                }),
                VIEW_MS,
              )
            : undefined,
        )
    }
  })

  const observer = new IntersectionObserver(
    guard((entries: IntersectionObserverEntry[]) => {
      for (const { target, intersectionRatio, boundingClientRect: box } of entries) {
        rendered(target, box.width < SEEN_PIXELS || box.height < SEEN_PIXELS || !isShown(target))
        if (intersectionRatio < (box.width * box.height < LARGE_PIXELS ? VIEW_RATIO : LARGE_RATIO)) {
          clearTimeout(onScreen.get(target))
          onScreen.delete(target)
        } else if (!onScreen.has(target)) onScreen.set(target, undefined)
      }
      look()
    }),
    { threshold: [0, LARGE_RATIO, VIEW_RATIO] },
  )
  for (const type of ['focus', 'blur', 'visibilitychange']) addEventListener(type, look, true)
  return (element) => observer.observe(element)
}

/** Not by `display`, `visibility` or `opacity`. Browsers that can't tell say yes. */
const isShown = (element: Element): boolean =>
  element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false
