// Finds lists wherever they turn up: at load, added later, in open shadow roots, in same-origin frames. Looks only when the page is idle.
import { listenIn } from './clicks.ts'
import { attempt, guard } from './guard.ts'
import { SCAN_MS } from './limits.ts'
import { lookAfresh, pending, readList } from './watch.ts'

let changes: MutationObserver | undefined

const enter = (root: Document | ShadowRoot): void => {
  listenIn(root)
  changes ??= new MutationObserver(soon)
  changes.observe(root, { subtree: true, childList: true, attributeFilter: ['data-wayside'] })
  for (const element of root.querySelectorAll<HTMLIFrameElement>('*')) {
    if (element.dataset?.wayside) attempt(() => readList(element))
    const inner = element.contentDocument ?? element.shadowRoot
    if (inner) enter(inner)
  }
}

/** Look at the whole page, when it has nothing better to do (Safari has no such moment to offer). */
export const look = (): unknown =>
  (window.requestIdleCallback ?? setTimeout)(
    guard(() => {
      pending._look = 0
      lookAfresh()
      enter(document)
    }),
  )

/** The same, with what else changes soon. */
export const soon = (): void => {
  pending._look ||= setTimeout(look, SCAN_MS)
}
