// biome-ignore-all lint/complexity/useArrowFunction: written in ES5, which no tool of ours lowers to
// biome-ignore-all lint/complexity/useOptionalChain: written in ES5
// biome-ignore-all lint/suspicious/noVar: written in ES5
// biome-ignore-all lint/correctness/noInnerDeclarations: written in ES5
// biome-ignore-all lint/style/useTemplate: written in ES5
// The tag for browsers with neither fetch keepalive nor beacon, in ES5 syntax: Internet Explorer 11, Safari before 11.1. Load it by
// `<script nomodule …>`. Clicks only; the same outbox format, so that a newer tag on the same site sends what this one could not.
// Promises: as the tag, but that, if the site asks for it by `data-hold`, a same-tab click waits until its image has settled or 150 ms
// have passed, whichever is first. An event leaves the storage only after its image has loaded.
import { HEDGE_MS, LEGACY_AGAIN_MS, LEGACY_HOLD_MS, OUTBOX_EVENTS_MAX } from './limits.ts'
import { now } from './now.ts'

var own = document.currentScript || document.querySelector('script[src*="wayside.legacy"]')
var PREFIX = 'wayside.click'

function attribute(element: Node | null, name: string): string | null {
  return element && (element as Element).getAttribute ? (element as Element).getAttribute(name) : null
}

/** The nearest element from here up that has the attribute. */
function nearest(element: Node | null, name: string): HTMLElement | null {
  while (element && !attribute(element, name)) element = element.parentNode
  return element as HTMLElement | null
}

function payloadOf(token: string): { s?: string; i?: string[] } {
  try {
    return JSON.parse(decodeURIComponent(escape(atob(token.split('.')[2]!.replace(/-/g, '+').replace(/_/g, '/')))))
  } catch (_) {
    return {}
  }
}

function uuid(): string {
  var time = ('00000000000' + now().toString(16)).slice(-12)
  var bytes = (window.crypto || (window as never as { msCrypto: Crypto }).msCrypto).getRandomValues(new Uint8Array(18))
  var at = 0
  return 'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, function () {
    return time.charAt(at++) || (bytes[at - 13]! & 15).toString(16)
  })
}

/** One event by one image; the endpoints in order, the next one after an error or a while of silence. A late answer counts too. */
function send(text: string, loaded: () => void, settled: () => void): void {
  var event = JSON.parse(text)
  var endpoints = (attribute(own, 'data-endpoints') || '').split(' ')
  var body = { v: 1, site: payloadOf(event.list).s, sentAt: now(), events: [event] }
  var silence: ReturnType<typeof setTimeout> | undefined
  event.via = 'image'
  var next = function (): unknown {
    var endpoint = endpoints.shift()
    clearTimeout(silence)
    if (!endpoint) return settled()
    var image = new Image()
    image.onload = function () {
      clearTimeout(silence)
      loaded()
      settled()
    }
    image.onerror = next
    silence = setTimeout(next, HEDGE_MS)
    image.src =
      endpoint +
      '/w/1.gif?d=' +
      btoa(unescape(encodeURIComponent(JSON.stringify(body))))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
  }
  next()
}

/** What to do once this has arrived. */
function forget(key: string): () => void {
  return function () {
    localStorage.removeItem(key)
  }
}

function onClick(event: MouseEvent): void {
  try {
    var link = nearest(event.target as Node, 'href') as HTMLAnchorElement | null
    var section = nearest(link, 'data-wayside')
    if (!link || !section || event.button > 1) return
    var list = attribute(section, 'data-wayside')!
    var holder = nearest(link, 'data-item')
    var links = section.querySelectorAll('a[href]')
    var position = 0
    while (position < links.length && links[position] !== link) position++
    var item = holder ? attribute(holder, 'data-item') : (payloadOf(list).i || [])[position]
    if (!item) return
    var id = uuid()
    var text = JSON.stringify({
      id: id,
      occurredAt: now(),
      retries: 0,
      type: 'click',
      list: list,
      item: item,
      position: holder ? undefined : position + 1,
      trusted: event.isTrusted,
    })
    try {
      localStorage.setItem(PREFIX + id, text)
    } catch (_) {}
    var go = function (): void {}
    var plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (attribute(own, 'data-hold') !== null && plain && !link.target && !event.defaultPrevented) {
      event.preventDefault()
      var address = link.href
      go = function (): void {
        go = function (): void {}
        location.href = address
      }
      setTimeout(function () {
        go()
      }, LEGACY_HOLD_MS)
    }
    send(text, forget(PREFIX + id), function () {
      go()
    })
  } catch (_) {}
}

function resend(): void {
  try {
    var keys = Object.keys(localStorage).slice(0, OUTBOX_EVENTS_MAX)
    for (var at = 0; at < keys.length; at++) {
      if (keys[at]!.indexOf(PREFIX) !== 0) continue
      var event = JSON.parse(localStorage.getItem(keys[at]!)!)
      event.retries++
      send(JSON.stringify(event), forget(keys[at]!), function () {})
    }
  } catch (_) {}
}

var pause = LEGACY_AGAIN_MS / 2

function resendEverMoreSeldom(): void {
  resend()
  pause *= 2
  setTimeout(resendEverMoreSeldom, pause)
}

if (!window.wayside && own && !document.querySelector('meta[name=wayside][content=off]')) {
  window.wayside = { v: 'legacy', convert: function () {}, consent: function () {} }
  // Last in line where a click may be held, so that the page's own say comes first.
  document.addEventListener('click', onClick, attribute(own, 'data-hold') === null)
  window.addEventListener('load', resendEverMoreSeldom)
  window.addEventListener('online', resend)
}
