// Every way to open a link: primary, middle, modified, keyboard, script. Listens on the window in the capture phase, so that a page that
// stops the event on its way down or up doesn't hide it, and a page that cancels it (as routers do) has still been clicked.
// Promises: reads the event, does nothing to it. Does not: see the context menu, nor links in closed shadow roots.
import { config } from './config.ts'
import { guard } from './guard.ts'
import { howOf } from './how.ts'
import { LINKS } from './links.ts'
import { entryOf, pending, readList } from './lists.ts'
import { tell, VIEWED } from './recorder.ts'
import { pixelUrl } from './transports.ts'

const onClick = guard((event: MouseEvent) => {
  const { button, isTrusted } = event
  const path = event.composedPath() as HTMLElement[]
  const section = path.find((element) => element.dataset?.wayside)
  if (!section || button > 1 || !path.some((element) => element.matches?.(LINKS))) return
  const entryIn = () => path.map((element) => entryOf.get(element)).find(Boolean)
  // Reading a list costs more than all the rest; what the last look found is good until the page changes.
  if (pending._look || !entryIn()) readList(section)
  const entry = entryIn()
  const click =
    entry &&
    tell(entry, VIEWED, {
      type: 'click',
      trusted: isTrusted,
      how: howOf(event),
    })
  if (click && config.ping) {
    const anchor = path.find((element) => element.matches?.(LINKS)) as HTMLAnchorElement
    const before = anchor.ping
    anchor.ping = pixelUrl([click], 'ping')
    setTimeout(() => {
      anchor.ping = before
    })
  }
  if (click && config.clickEvent) document.dispatchEvent(new CustomEvent('wayside:click', { detail: click }))
}) as EventListener

/** Listen in this window. Twice is once. */
export const listenIn = (view: Window): void => {
  for (const type of ['click', 'auxclick']) view.addEventListener(type, onClick, true)
}
