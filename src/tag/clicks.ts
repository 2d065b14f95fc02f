// Every way to open a link: primary, middle, modified, keyboard, script. Listens on the window in the capture phase, so that a page that
// stops the event on its way down or up doesn't hide it, and a page that cancels it (as routers do) has still been clicked.
// Promises: reads the event, does nothing to it. Does not: see the context menu, nor links in closed shadow roots.
import type { How } from '../event/index.ts'
import { guard } from './guard.ts'
import { LINKS, type Place, placeOf } from './lists.ts'

/** Call on every opening of a listed link in this window. Listening twice in one window is listening once, if `opened` is the same. */
export const onOpened = (
  opened: (place: Place, how: How, event: MouseEvent, link: Element) => void,
): ((window: Window) => void) => {
  const listener = guard((event: MouseEvent) => {
    if (event.button > 1) return
    const path = event.composedPath()
    const link = path.find((element) => (element as Element).matches?.(LINKS)) as Element | undefined
    const place = link && placeOf(path.slice(path.indexOf(link)))
    if (place) opened(place, howOf(event), event, link)
  }) as EventListener
  return (window) => {
    for (const type of ['click', 'auxclick']) window.addEventListener(type, listener, true)
  }
}

/** A click of the keyboard or of a script has no `detail` (UI Events §click). */
const howOf = (event: MouseEvent): How =>
  event.button
    ? 'middle'
    : event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      ? 'modified'
      : event.detail
        ? 'primary'
        : event.isTrusted
          ? 'keyboard'
          : 'other'
