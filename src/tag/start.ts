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
    // A “yes” from before: clicks that waited for it must not be erased for want of it. Compared, since the build writes 1 for `true`.
    decide(before?.q?.some((call) => call === true) || undefined)
    const api: Wayside = {
      v: VERSION,
      convert: guard((conversion) => {
        // No more than these: what else a shop's object has may be long, or named like what is ours.
        const { order, value, currency, item } = conversion
        tell(
          {
            type: 'conversion',
            site: given.site,
            // The wire wants strings where shops have numbers.
            order: order?.toString(),
            value: value?.toString(),
            currency,
            item,
          },
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
    // A truth value compares as a number; an object is none.
    before?.q?.map((call) => api[(call as never) >= 0 ? 'consent' : 'convert'](call as never))
    listen(window, 'online pagehide visibilitychange focus blur', stir)
    // Once it has loaded too: not before it is idle.
    listen(window, 'pageshow', look)
    // A frame that loads doesn't change its parent's tree, nor does what fades in.
    listen(document, 'load transitionend animationend', soon, true)
    look()
  },
)
