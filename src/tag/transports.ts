// biome-ignore-all lint/style/useTemplate: templates compress worse here
// The ways out of the page. Only those that read an answer can say that something arrived.
// Promises: no preflight (text/plain, no header of ours: a preflight dies with the page); fetch sends no cookie. Does not: keep beacon, image
// and `ping` from carrying the collector's own cookies, should it ever have set any (ours sets none): no page can.
import type { Via } from '../event/index.ts'
import { endpoints } from './config.ts'
import { attempt } from './guard.ts'
import { ABORT_MS } from './limits.ts'
import { now } from './now.ts'
import { consent, type Kept, numbers } from './outbox.ts'

/** These events as one body. */
const pack = (batch: Kept[], via: Via): string =>
  JSON.stringify({
    v: 1,
    site: batch[0]!.site,
    sentAt: now(),
    consent,
    ...numbers(),
    events: batch.map(({ site, sent, ...event }) => ({ ...event, via })),
  })

/** A request that outlives the page. `activateAfter` is for `fetchLater`. */
export const send = <T>(
  way: (url: string, init: RequestInit) => T,
  endpoint: string,
  batch: Kept[],
  via: Via,
  signal: AbortSignal,
): T =>
  way(endpoint + '/w/1', {
    method: 'POST',
    body: pack(batch, via),
    keepalive: true,
    credentials: 'omit',
    activateAfter: ABORT_MS,
    signal,
  } as RequestInit)

/** Where an image, or a link's `ping`, carries events in the address. */
export const pixelUrl = (batch: Kept[], via: Via): string =>
  endpoints[0] +
  '/w/1.gif?d=' +
  btoa(unescape(encodeURIComponent(pack(batch, via))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')

/** The ways that aren't fetch. A beacon is queued at best: `true` says nothing about delivery. An image that loads is a read answer. */
export const otherwise = (batch: Kept[], arrived: () => void): void => {
  attempt(() => navigator.sendBeacon(endpoints[0] + '/w/1', pack(batch, 'beacon')))
  const pixel = new Image()
  pixel.onload = arrived
  pixel.src = pixelUrl(batch, 'image')
}
