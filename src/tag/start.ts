// Puts the tag together and takes over from what stood in for it. Listeners at once; everything else when the page is idle.
// Promises: starts once a page, however often it is called; without datacenters, or switched off, it does nothing at all.
import { onOpened } from './clicks.ts'
import type { Config, Conversion, Wayside } from './config.ts'
import { openDelivery } from './delivery.ts'
import { attempt, guard } from './guard.ts'
import { type Place, payloadOf, placeOf } from './lists.ts'
import { openOutbox } from './outbox.ts'
import { openPrivacy } from './privacy.ts'
import { openRecorder } from './recorder.ts'
import { watchPage, whenIdle } from './scan.ts'
import { PREFIX } from './storage.ts'
import { onViewed } from './views.ts'

declare const VERSION: string

/** Start the tag. Safe to call on any page, any number of times; never throws. */
export const start: (config: Config) => void = guard((config: Config) => {
  const before = window.wayside
  if (before?.v || !config.endpoints[0] || isOff()) return

  const privacy = openPrivacy(config)
  const outbox = openOutbox(privacy._shelf)
  const delivery = openDelivery(outbox, config.endpoints, (event) => payloadOf(event.list ?? '').s ?? config.site)
  const recorder = openRecorder(outbox, delivery, privacy)
  const drain = guard(() => void delivery._drain())

  const enter = onOpened((place, how, event) => {
    const id = recorder._click(place, how, event.isTrusted)
    if (id && config.clickEvent)
      document.dispatchEvent(new CustomEvent('wayside:click', { detail: { id, how, ...place } }))
  })

  const api: Wayside = {
    v: VERSION,
    convert: guard((conversion: Conversion) => recorder._convert(conversion)),
    consent: guard((given: boolean) => {
      privacy._consent(given)
      drain()
    }),
  }
  window.wayside = api
  enter(window)

  const begin = (): void => {
    const watch = onViewed(
      (item, hidden) => recorder._impression(places.get(item)!, hidden),
      (item) => recorder._view(places.get(item)!),
    )
    watchPage((section, item) => {
      const place = placeOf([item, section])
      if (place) {
        places.set(item, place)
        watch(item)
      }
    }, enter)
    drain()
  }
  const places = new WeakMap<Element, Place>()

  for (const type of ['online', 'visibilitychange']) addEventListener(type, drain, true)
  addEventListener('pagehide', () => {
    drain()
    delivery._leaving(true)
  })
  addEventListener('pageshow', () => {
    delivery._leaving(false)
    drain()
  })
  for (const [name, argument] of before?.q ?? [])
    (api as unknown as Record<string, (argument: unknown) => void>)[name]!(argument)
  whenIdle(begin)
})

/** The site owner's switch, and support's: `<meta name="wayside" content="off">`, or the storage key `wayside.off`. */
const isOff = (): unknown =>
  document.querySelector('meta[name=wayside][content=off]') ?? attempt(() => localStorage.getItem(`${PREFIX}off`))
