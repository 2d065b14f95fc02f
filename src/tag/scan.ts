// Finds lists wherever they turn up: at load, added later, in open shadow roots, in same-origin frames. Looks only when the page is idle.
import { listenIn } from './clicks.ts'
import { guard } from './guard.ts'
import { SCAN_MS } from './limits.ts'
import { pending, readList } from './lists.ts'
import { watch } from './views.ts'

let changes: MutationObserver | undefined

/** Run when the page has nothing better to do (Safari has no such moment to offer). */
const whenIdle = (run: () => void): unknown =>
  (window.requestIdleCallback ?? setTimeout)(run, { timeout: SCAN_MS } as never)

const enter = (root: Document | ShadowRoot): void => {
  changes ??= new MutationObserver(soon)
  changes.observe(root, { subtree: true, childList: true, attributeFilter: ['data-wayside', 'data-item', 'href'] })
  for (const element of root.querySelectorAll<HTMLIFrameElement>('*')) {
    if (element.dataset?.wayside) readList(element).forEach(watch)
    const inner = element.contentDocument ?? element.shadowRoot
    if (inner) enter(inner)
    if (element.contentDocument) listenIn(element.contentWindow!)
  }
}

/** Look at the whole page, when it is idle. */
export const look = (): unknown =>
  whenIdle(
    guard(() => {
      pending._look = 0
      enter(document)
    }),
  )

/** The same, with what else changes soon. */
export const soon = (): void => {
  pending._look ||= setTimeout(look, SCAN_MS)
}
