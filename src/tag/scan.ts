// Finds lists wherever they turn up: at load, added later, in open shadow roots, in same-origin frames. Looks only when the page is idle.
import { guard } from './guard.ts'
import { SCAN_MS } from './limits.ts'
import { itemsOf } from './lists.ts'

/** Run when the page has nothing better to do (Safari has no such moment to offer). */
export const whenIdle = (run: () => void): void => {
  ;(window.requestIdleCallback ?? setTimeout)(guard(run), { timeout: SCAN_MS } as never)
}

/**
 * @param found called for every item of every list, again at each look.
 * @param entered called for every same-origin frame's window, again at each look.
 */
export function watchPage(found: (section: Element, item: Element) => void, entered: (frame: Window) => void): void {
  let waiting = false
  const soon = (): void => {
    if (!waiting) setTimeout(whenIdle, SCAN_MS, look)
    waiting = true
  }
  const changes = new MutationObserver(soon)
  const enter = (root: Document | ShadowRoot): void => {
    changes.observe(root, { subtree: true, childList: true, attributeFilter: ['data-wayside', 'data-item'] })
    for (const section of root.querySelectorAll('[data-wayside]'))
      for (const item of itemsOf(section)) found(section, item)
    for (const host of root.querySelectorAll<HTMLIFrameElement>('*')) {
      const inner = host.shadowRoot ?? host.contentDocument
      if (inner) enter(inner)
      if (host.contentDocument) entered(host.contentWindow!)
    }
  }
  const look = (): void => {
    waiting = false
    enter(document)
  }
  // A frame that loads doesn't change its parent's tree.
  document.addEventListener('load', soon, true)
  look()
}
