// Puts the tag together and takes over from what stood in for it. Listeners at once; everything else when the page is idle.
// Promises: starts once a page, however often it is called; without datacenters, or switched off, it does nothing at all.
import { listenIn } from './clicks.ts'
import { type Config, configure, type Wayside } from './config.ts'
import { wake } from './delivery.ts'
import { attempt, guard } from './guard.ts'
import type { Kept } from './outbox.ts'
import { decide } from './privacy.ts'
import { recordConversion, restore } from './recorder.ts'
import { look, soon } from './scan.ts'
import { stopSeconds } from './views.ts'

declare const VERSION: string

const stir = guard((event: Event): void => {
  stopSeconds()
  look()
  wake(event)
})

/** Start the tag. Safe to call on any page, any number of times; never throws. */
export const start: (config: Config) => void = guard((config: Config): void => {
  // A page that is being prerendered has no visitor yet.
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', () => start(config))
    return
  }
  const before = window.wayside
  // The site owner's switch, and support's.
  const off = document.querySelector('meta[name=wayside][content=off]') ?? attempt(() => localStorage.wayside)
  if (before?.v || off) return
  configure(config)
  decide(config.consent === 'given' || undefined)
  const api: Wayside = {
    v: VERSION,
    convert: guard(recordConversion),
    consent: guard((given: boolean) => {
      decide(given)
      look()
    }),
  }
  window.wayside = api
  listenIn(window)
  attempt(() => {
    for (const [name, argument] of before?.q ?? [])
      if (name === 'click') restore(argument as Kept)
      else api[name](argument as never)
  })
  for (const type of ['online', 'pageshow', 'pagehide', 'visibilitychange', 'focus', 'blur'])
    addEventListener(type, stir)
  // A frame that loads doesn't change its parent's tree.
  document.addEventListener('load', soon, true)
  stir(new Event('load'))
})
