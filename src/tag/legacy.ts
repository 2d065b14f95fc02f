// biome-ignore-all lint/complexity/useArrowFunction: written in ES5, which no tool of ours lowers to
// biome-ignore-all lint/complexity/useOptionalChain: written in ES5
// biome-ignore-all lint/suspicious/noVar: written in ES5
// biome-ignore-all lint/correctness/noInnerDeclarations: written in ES5
// biome-ignore-all lint/style/useTemplate: written in ES5
// The tag for browsers with neither fetch keepalive nor beacon, in ES5 syntax: Internet Explorer 11, Safari before 11.1. Load it by
// `<script nomodule …>`. Clicks only; the same outbox format, so that a newer tag on the same site sends what this one could not.
// Promises: as the tag, but that, if the site asks for it by `data-hold`, a same-tab click waits until its image has settled or 150 ms
// have passed, whichever is first. An event leaves the storage only after its image has loaded.
import { clickKeys, decide, get, isOn, isSwitchedOff, PREFIX, remove, set } from './legacy-outbox.ts'
import { attribute, nearest, own, payloadOf, placeOf } from './legacy-page.ts'
import { HEDGE_MS, LEGACY_AGAIN_MS, LEGACY_HOLD_MS, OUTBOX_EVENTS_MAX } from './limits.ts'
import { now } from './now.ts'

function uuid(at: number): string {
  var time = ('00000000000' + at.toString(16)).slice(-12)
  var bytes = (window.crypto || (window as never as { msCrypto: Crypto }).msCrypto).getRandomValues(new Uint8Array(18))
  var next = 0
  return 'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, function () {
    return time.charAt(next++) || (bytes[next - 13]! & 15).toString(16)
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
    remove(key)
  }
}

function onClick(event: MouseEvent): void {
  try {
    var link = nearest(event.target as Node, 'href') as HTMLAnchorElement | null
    var section = nearest(link, 'data-wayside')
    if (!isOn || !link || !section || event.button > 1) return
    var place = placeOf(link, section)
    if (!place) return
    // The tag, should it find this before it has arrived, makes the same id of the key and the time.
    var clickedAt = now()
    var id = uuid(clickedAt)
    var text = JSON.stringify({
      id: id,
      occurredAt: clickedAt,
      retries: 0,
      type: 'click',
      list: attribute(section, 'data-wayside'),
      item: place.item,
      position: place.position,
      trusted: event.isTrusted,
    })
    set(PREFIX + id, text)
    var go = function (): void {}
    var plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    var address = link.href
    // Only what opens a page here: an SVG link's address is an object, and a download must stay one.
    var opensHere = typeof address === 'string' && !link.target && !link.hasAttribute('download')
    if (attribute(own, 'data-hold') !== null && plain && opensHere && !event.defaultPrevented) {
      event.preventDefault()
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
    var keys = isOn ? clickKeys().slice(0, OUTBOX_EVENTS_MAX) : []
    for (var at = 0; at < keys.length; at++) {
      var event = JSON.parse(get(keys[at]!)!)
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

/** The switches: the site owner's, and support's. */
function isOff(): boolean {
  return !!document.querySelector('meta[name=wayside][content=off]') || isSwitchedOff()
}

var before = window.wayside
if (!(before && before.v) && own && !isOff()) {
  decide()
  window.wayside = {
    v: 'legacy',
    convert: function () {},
    consent: function (given) {
      decide(given)
      resend()
    },
  }
  // What the page said before: of that, only the visitor's answers are of use here.
  var calls = (before && before.q) || []
  for (var call = 0; call < calls.length; call++)
    if (typeof calls[call] === 'boolean') window.wayside.consent(calls[call] as boolean)
  // Last in line where a click may be held, so that the page's own say comes first.
  document.addEventListener('click', onClick, attribute(own, 'data-hold') === null)
  window.addEventListener('load', resendEverMoreSeldom)
  window.addEventListener('online', resend)
}
