// From the outbox to a datacenter. A batch tries the datacenters in order, the healthy one first: the next one after a failure, and
// for a click also after a while of silence. Copies too many are harmless (the store counts ids); an event lost is not.
// Promises: an event leaves the outbox only after a read 2xx, 400 or 413; what fails stays and is tried again for as long as it lives.
// Does not: give up by count, nor take an abort while the page is leaving for a failure.
import type { Event, Via } from '../event/index.ts'
import { toJson } from './json.ts'
import { BATCHES_IN_FLIGHT_MAX, GATHER_MS, HEDGE_MS, RETRY_MAX_MS, RETRY_MS } from './limits.ts'
import { now } from './now.ts'
import type { Outbox } from './outbox.ts'
import { random } from './random.ts'
import { type Answer, beacon, image, later, post } from './transports.ts'

export interface Delivery {
  /** Send a batch now, if there is one and room for it. Resolves when it has been answered for, or given up for now. */
  _drain(): Promise<void> | undefined
  /** Drain soon, together with what else comes soon; while datacenters fail, when their turn comes. */
  _gather(): void
  /** The page is going into the cache or away, or is back. */
  _leaving(leaving: boolean): void
}

/** @param siteOf whose event it is: a batch is of one site. Events of no known site stay. */
export function openDelivery(
  outbox: Outbox,
  endpoints: readonly string[],
  siteOf: (event: Event) => string | undefined,
): Delivery {
  const busy = new Set<string>()
  let healthy = 0
  let active = 0
  let failures = 0
  let leaving = false
  let timer: ReturnType<typeof setTimeout>

  const drainIn = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(drain, ms)
  }

  const pack = (batch: Event[], via: Via): string => {
    const { o, d } = outbox._numbers()
    const body = toJson({
      v: 1,
      site: siteOf(batch[0]!),
      outbox: o,
      sentAt: now(),
      dropped: d,
      events: batch.map((event) => ({ ...event, via })),
    })
    batch.forEach(outbox._sent)
    return body
  }

  const drain = (): Promise<void> | undefined => {
    const batch = active < BATCHES_IN_FLIGHT_MAX ? outbox._take(busy, siteOf) : []
    if (batch[0])
      return new Promise((resolve) => {
        ship(batch, resolve)
      })
  }

  const ship = (batch: Event[], finished: () => void): void => {
    const first = healthy
    const stops: (() => void)[] = []
    const urgent = batch[0]!.type === 'click'
    let tries = 0
    let open = 0
    let over = false
    let waitMs = 0
    active++
    for (const event of batch) busy.add(event.id)

    const release = (): void => {
      if (over) return
      over = true
      active--
      for (const event of batch) busy.delete(event.id)
      finished()
    }
    const arrived = (): void => {
      batch.forEach(outbox._remove)
      for (const stop of stops) stop()
      failures = 0
      release()
      void drain()
    }
    const answered = (endpoint: number, { _status, _waitMs }: Answer): void => {
      open--
      if ((_status > 199 && _status < 300) || _status === 400 || _status === 413) {
        healthy = endpoint
        arrived()
      } else if (!over) {
        waitMs = Math.max(waitMs, _waitMs)
        if (leaving) release()
        else next()
      }
    }
    const next = (): void => {
      if (over || leaving) return
      const endpoint = (first + tries) % endpoints.length
      if (tries < endpoints.length) {
        tries++
        open++
        void post(endpoints[endpoint]!, pack(batch, 'fetch'), stops).then((answer) => answered(endpoint, answer))
        if (urgent) setTimeout(next, HEDGE_MS)
      } else if (!open) {
        lastResort()
        healthy = (first + 1) % endpoints.length
        release()
        drainIn(Math.max(waitMs, Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** failures++) * (0.5 + random())))
      }
    }
    /** Fetch may be what is blocked, and not the way. */
    const lastResort = (): void => {
      beacon(endpoints[first]!, pack(batch, 'beacon'))
      image(endpoints[first]!, pack(batch, 'image'), arrived)
    }

    next()
    if (urgent) {
      later(endpoints[(first + 1) % endpoints.length]!, () => pack(batch, 'later'), stops)
      if (!outbox._safe(batch) || !('keepalive' in Request.prototype)) lastResort()
    }
  }

  return {
    _drain: drain,
    _gather() {
      if (!failures) drainIn(GATHER_MS)
    },
    _leaving(now) {
      leaving = now
    },
  }
}
