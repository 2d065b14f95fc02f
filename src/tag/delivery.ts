// From the outbox to a datacenter. A batch tries the datacenters in order, the healthy one first: the next one after a failure, and
// for a click also after a while of silence. Copies too many are harmless (the store counts ids); an event lost is not.
// Promises: an event leaves the outbox only after a read 2xx, 400 or 413; what fails stays and is tried again for as long as it lives.
// Does not: give up by count, nor take an abort while the page is leaving for a failure.
import { endpoints } from './config.ts'
import { ABORT_MS, GATHER_MS, HEDGE_MS, IN_FLIGHT_MAX, RETRY_MAX_MS, RETRY_MS } from './limits.ts'
import { now } from './now.ts'
import { busy, keyOf, take } from './outbox.ts'
import { isFleeting, remove } from './storage.ts'
import { later, otherwise, pack, post, siteOf } from './transports.ts'

/** Requests on their way, by datacenter. */
const open: Record<string, number> = {}
let failures = 0
let leaving: unknown
let timer: ReturnType<typeof setTimeout>

/** Send a batch, if there is one, and then the next. @returns when all is answered for, or given up for now. */
const ship = async (): Promise<unknown> => {
  const batch = take(siteOf)
  if (!batch[0]) return
  const urgent = batch[0].type < 'i'
  const stop = new AbortController()
  let waitMs = 0
  let done: unknown
  let blocked: unknown
  let left = endpoints.length

  const arrived = (): void => {
    done = true
    failures = 0
    stop.abort()
    for (const event of batch) remove(keyOf(event))
  }
  const ask = async (endpoint: string): Promise<void> => {
    open[endpoint]!++
    try {
      const { ok, status, headers } = await post(endpoint, pack(batch, 'fetch'))
      if (ok || status === 400 || status === 413) arrived()
      else waitMs = Number(headers.get('Retry-After')) * 1e3 || 0
    } catch (error) {
      // Neither silence nor an answer: fetch may be what is blocked, and not the way.
      blocked = (error as Error).name === 'TypeError'
    }
    open[endpoint]!--
  }

  if (urgent) {
    later(batch, stop.signal)
    if (isFleeting(keyOf(batch[0])) || !('keepalive' in Request.prototype)) otherwise(batch, arrived)
  }
  do {
    const endpoint = endpoints[0]!
    open[endpoint] ??= 0
    if (open[endpoint] < IN_FLIGHT_MAX)
      await Promise.race([
        ask(endpoint),
        new Promise((resume) => setTimeout(resume, urgent && left > 1 ? HEDGE_MS : ABORT_MS)),
      ])
    // The healthy one stands first.
    if (!done && endpoints[0] === endpoint) endpoints.push(endpoints.shift()!)
  } while (--left && !done && !leaving)

  // What was acknowledged stays busy: a storage that cannot forget it must not have it sent for ever.
  if (done) return ship()
  for (const event of batch) busy.delete(keyOf(event))
  if (leaving) return
  if (blocked) otherwise(batch, arrived)
  drainIn(Math.min(RETRY_MAX_MS, waitMs + RETRY_MS * 2 ** failures++) * (1 + (now() % 1e3) / 1e3))
}

const quietly = (): Promise<unknown> => ship().catch(() => {})

/** Send. @param politely not while another tab does it: the copies would be too many, though harmless. */
export const drain = (politely?: unknown): Promise<unknown> =>
  politely && navigator.locks
    ? navigator.locks.request('wayside', { ifAvailable: true }, (lock) => lock && quietly()).catch(quietly)
    : quietly()

const drainIn = (ms: number): void => {
  clearTimeout(timer)
  timer = setTimeout(drain, ms, true)
}

/** Send together with what else comes soon; while datacenters fail, when their turn comes. */
export const gather = (): void => {
  if (!failures) drainIn(GATHER_MS)
}

/** The page came, went, was seen or hidden, or is online again. Once it is leaving, an abort is no failure. */
export const wake = (event: { type: string; persisted?: boolean }): void => {
  // Only the two events of a page's coming and going have it.
  if ('persisted' in event) leaving = event.type === 'pagehide'
  void drain(!leaving && !document.hidden)
}
