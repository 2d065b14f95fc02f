// Puts the tag together and takes over from what stood in for it. Listeners at once; everything else when the page is idle.
// Promises: starts once a page, however often it is called; without datacenters, or switched off, it does nothing at all.
import { listenIn } from './clicks.ts'
import { type Attributes, configure, type Wayside } from './config.ts'
import { drain } from './delivery.ts'
import { attempt, guard, listen } from './guard.ts'
import { decide } from './outbox.ts'
import { tell } from './recorder.ts'
import { look, soon } from './scan.ts'
import { stopSeconds } from './watch.ts'

declare const VERSION: string

/** The page came, went, was seen or hidden, or is online again; or the visitor said something. */
const stir = (): void => {
  stopSeconds()
  look()
  drain()
}

/** Start the tag, any number of times. @param given otherwise, the attributes of the element that names the datacenters: the script's own, or the stub's */
export const begin: (given?: Attributes) => void = guard(
  (given: Attributes = document.querySelector<HTMLElement>('[data-endpoints]')!.dataset): void => {
    // A page that is being prerendered has no visitor yet.
    if ((document as { prerendering?: boolean }).prerendering) {
      listen(document, 'prerenderingchange', () => begin(given))
      return
    }
    const before = window.wayside
    // The site owner's switch, and support's.
    if (before?.v || document.querySelector('[name=wayside][content=off]') || attempt(() => localStorage.wayside))
      return
    configure(given)
    decide()
    const api: Wayside = {
      v: VERSION,
      convert: guard((conversion) => {
        const { order, value } = conversion
        // The wire wants strings where shops have numbers.
        tell(
          { ...conversion, type: 'conversion', site: given.site, order: order?.toString(), value: value?.toString() },
          0,
        )
        drain()
      }),
      consent: guard((given: boolean) => {
        decide(given)
        stir()
      }),
    }
    window.wayside = api
    listenIn(window)
    for (const call of before?.q ?? []) api[call === Object(call) ? 'convert' : 'consent'](call as never)
    listen(window, 'online pageshow pagehide visibilitychange focus blur', stir)
    // A frame that loads doesn't change its parent's tree.
    listen(document, 'load', soon, true)
    stir()
  },
)
