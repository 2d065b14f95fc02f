// Finds lists wherever they turn up: at load, added later, in open shadow roots, in same-origin frames. Looks only when the page is idle.
import { listenIn } from './clicks.ts'
import { drain } from './delivery.ts'
import { guard } from './guard.ts'
import { SCAN_MS } from './limits.ts'
import { lookAfresh, places, readList } from './watch.ts'

let changes: MutationObserver | undefined

const enter = (root: Document | ShadowRoot): void => {
  listenIn(root)
  changes ??= new MutationObserver(soon)
  changes.observe(root, { subtree: true, childList: true, attributeFilter: ['data-wayside'] })
  for (const element of root.querySelectorAll<HTMLIFrameElement>('*')) {
    if (element.dataset?.wayside) readList(element)
    const inner = element.contentDocument ?? element.shadowRoot
    if (inner) enter(inner)
  }
}

/** Look at the whole page, when it has nothing better to do (Safari has no such moment to offer). */
export const look = (): unknown =>
  (window.requestIdleCallback ?? setTimeout)(
    guard(() => {
      lookAfresh()
      enter(document)
      drain()
    }),
  )

/** The same, with what else changes soon. */
export const soon = (): void => {
  places._look ||= setTimeout(look, SCAN_MS)
}
