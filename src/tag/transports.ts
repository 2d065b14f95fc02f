// The ways out of the page. Each takes a datacenter's address and a body; only those that read an answer can say that it arrived.
// Promises: no preflight (text/plain, no header of ours: a preflight dies with the page), no cookie, nothing thrown.
import { attempt } from './guard.ts'
import { ABORT_MS } from './limits.ts'

/** What the datacenter answered: its status, 0 for none, and how long it wants to be left alone. */
export interface Answer {
  _status: number
  _waitMs: number
}

const BEACONS = '/w/1'

/** `POST` that outlives the page. `stops` gets a function that gives it up. */
export const post = (endpoint: string, body: string, stops: (() => void)[]): Promise<Answer> => {
  const stop = new AbortController()
  stops.push(() => stop.abort())
  setTimeout(() => stop.abort(), ABORT_MS)
  return new Promise<Response>((resolve) =>
    resolve(
      fetch(endpoint + BEACONS, { method: 'POST', body, keepalive: true, credentials: 'omit', signal: stop.signal }),
    ),
  ).then(
    (response) => ({
      _status: response.status,
      _waitMs: Number(response.headers.get('Retry-After')) * 1e3 || 0,
    }),
    () => ({ _status: 0, _waitMs: 0 }),
  )
}

/** Queued, at best: `true` says nothing about delivery (hardened browsers drop it and still say `true`). */
export const beacon = (endpoint: string, body: string): unknown =>
  attempt(() => navigator.sendBeacon(endpoint + BEACONS, body))

/** An image that loads is a read answer: the collector sends one only after the record is durable. */
export const image = (endpoint: string, body: string, arrived: () => void): void => {
  const pixel = new Image()
  pixel.onload = arrived
  pixel.src = `${endpoint}${BEACONS}.gif?d=${toBase64url(body)}`
}

/** @param body ASCII. */
export const toBase64url = (body: string): string =>
  btoa(body).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')

/** The browser itself sends this after the given time, page or no page, unless it is stopped first. Chromium only; its quota is small. */
export const later = (endpoint: string, body: () => string, stops: (() => void)[]): void => {
  attempt(() => {
    const stop = new AbortController()
    fetchLater(endpoint + BEACONS, {
      method: 'POST',
      body: body(),
      credentials: 'omit',
      activateAfter: ABORT_MS,
      signal: stop.signal,
    })
    stops.push(() => stop.abort())
  })
}

declare function fetchLater(url: string, init: RequestInit & { activateAfter: number }): unknown
