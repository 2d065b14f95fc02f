// Every way to open a link: primary, middle, modified, keyboard, script. Listens on the window in the capture phase, so that a page that
// stops the event on its way down or up doesn't hide it, and a page that cancels it (as routers do) has still been clicked.
// Promises: reads the event, does nothing to it. Does not: see the context menu, nor links in closed shadow roots.
import type { How } from '../event/index.ts'
import { config } from './config.ts'
import { drain } from './delivery.ts'
import { guard, listen } from './guard.ts'
import { CLICK_MS } from './limits.ts'
import { tell, VIEWED } from './recorder.ts'
import { pixelUrl } from './transports.ts'
import { LINK, places, readList } from './watch.ts'

/** By which gesture. A click of the keyboard or of a script has no `detail` (UI Events §click), but in Firefox, where it has no `pointerType`. */
const howOf = (event: MouseEvent): How =>
  event.button
    ? 'middle'
    : event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      ? 'modified'
      : event.detail && (event as PointerEvent).pointerType !== ''
        ? 'primary'
        : event.isTrusted
          ? 'keyboard'
          : 'other'

let last: Event

const onClick = guard((event: MouseEvent) => {
  const path = event.composedPath() as HTMLElement[]
  const link = path.find((element) => element.matches?.(LINK)) as HTMLAnchorElement
  // It passes by the window and by each shadow root.
  if (!link || event.button > 1 || event === last) return
  last = event
  const placeIn = () => places.get(path.find((element) => places.has(element))!)
  // Reading a list costs more than all the rest; what the last look found is good until the page changes.
  if (places._look || !placeIn()) readList(path.find((element) => element.dataset?.wayside)!)
  // Throws, and that is that, where the link stands for no item.
  const { ...place } = placeIn()!
  const click = tell({ ...place, type: 'click', trusted: event.isTrusted, how: howOf(event) }, VIEWED)
  // Not now: the visitor waits for the handler, and then for the destination's request. A page that goes away sends as it goes.
  setTimeout(drain, CLICK_MS)
  if (config.ping) {
    const { ping } = link
    link.ping = pixelUrl([click], 'ping')
    setTimeout(() => {
      link.ping = ping
    })
  }
  document.dispatchEvent(new CustomEvent('wayside:click', { detail: click }))
})

/** Listen in this window, document or shadow root. */
export const listenIn = (root: EventTarget): void => listen(root, 'click auxclick', onClick, true)
