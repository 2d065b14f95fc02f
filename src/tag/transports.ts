// The ways out of the page. Only those that read an answer can say that something arrived.
// Promises: no preflight (text/plain, no header of ours: a preflight dies with the page), no cookie, nothing thrown.
import type { Event, Via } from '../event/index.ts'
import { config, endpoints } from './config.ts'
import { attempt } from './guard.ts'
import { ABORT_MS } from './limits.ts'
import { payloadOf } from './lists.ts'
import { now } from './now.ts'
import { type Kept, numbers } from './outbox.ts'
import { consent } from './privacy.ts'

/** Whose event it is. A batch is of one site. */
export const siteOf = (event: Event): string | undefined => payloadOf(event.list).s ?? config.site

/** These events as one body. The next copy of each says `retries` one higher. */
export const pack = (batch: Kept[], via: Via): string => {
  const { o, d } = numbers()
  return JSON.stringify({
    v: 1,
    site: siteOf(batch[0]!),
    outbox: o,
    sentAt: now(),
    consent,
    dropped: d,
    events: batch.map((event) => ({
      // The stub leaves the reading of tokens to the tag.
      item: payloadOf(event.list).i?.[event.position! - 1],
      ...event,
      via,
      retries: event.retries++,
    })),
  })
}

const request = (body: string, signal: AbortSignal) => ({
  method: 'POST',
  body,
  keepalive: true,
  credentials: 'omit' as const,
  activateAfter: ABORT_MS,
  signal,
})

/** `POST` that outlives the page, given up after a while (by browsers that can: all since 2022). */
export const post = async (endpoint: string, body: string): Promise<Response> =>
  fetch(`${endpoint}/w/1`, request(body, AbortSignal.timeout?.(ABORT_MS)))

/** The browser itself sends this after a while, page or no page, unless it is stopped first. Chromium only; its quota is small. */
export const later = (batch: Kept[], signal: AbortSignal): unknown =>
  attempt(() => fetchLater(`${endpoints.at(-1)}/w/1`, request(pack(batch, 'later'), signal)))

declare function fetchLater(url: string, init: RequestInit): unknown

/** Where an image, or a link's `ping`, carries events in the address. */
export const pixelUrl = (batch: Kept[], via: Via): string =>
  `${endpoints[0]}/w/1.gif?d=${btoa(unescape(encodeURIComponent(pack(batch, via))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')}`

/** The ways that aren't fetch. A beacon is queued at best: `true` says nothing about delivery. An image that loads is a read answer. */
export const otherwise = (batch: Kept[], arrived: () => void): void => {
  attempt(() => navigator.sendBeacon(`${endpoints[0]}/w/1`, pack(batch, 'beacon')))
  const pixel = new Image()
  pixel.onload = arrived
  pixel.src = pixelUrl(batch, 'image')
}
