// From the outbox to a datacenter. A batch tries the datacenters in order, the healthy one first: the next one after a failure, and
// for a click also after a while of silence. Copies too many are harmless (the store counts ids); an event lost is not.
// Promises: an event leaves the outbox only after a read 2xx, 400 or 413; what fails stays and is tried again for as long as it lives.
// What was sent seconds ago waits, in every tab and on the next page too: its key says since when; longer each time, but no longer than
// the first time once a datacenter has answered this page. Does not: give up by count.
import { OUTBOX_AGE_MAX_MS } from '../event/index.ts'
import { endpoints } from './config.ts'
import { attempt, guard } from './guard.ts'
import {
  ABORT_MS,
  BATCH_CHARS_MAX,
  GATHER_MS,
  HEDGE_MS,
  IN_FLIGHT_MAX,
  OUTBOX_CHARS_MAX,
  OUTBOX_EVENTS_MAX,
  RETRY_AFTER_MAX_MS,
  RETRY_DOUBLINGS_MAX,
  RETRY_MS,
  WAIT_MAX_MS,
} from './limits.ts'
import { now } from './now.ts'
import { drop, isOn, type Kept, keyOf, note, write } from './outbox.ts'
import { complete } from './recorder.ts'
import { eventKeys, get, memory, remove } from './storage.ts'
import { otherwise, send } from './transports.ts'

declare function fetchLater(url: string, init: RequestInit): unknown

/** Requests on their way. */
let open = 0
/** A datacenter took the last batch: what waits for one needn't wait longer. */
let healthy: unknown
let timer: ReturnType<typeof setTimeout>

/** Nobody sends these again for a while, and not before the server wants them. */
const hold = (batch: Kept[], waitMs?: number): void => {
  note()
  batch.map((event) =>
    write({ ...event, retries: event.retries + 1, sent: now() + Math.min(waitMs || 0, RETRY_AFTER_MAX_MS) }),
  )
}

/** Until this may be sent again, milliseconds; the last digits of the clock are the jitter. */
const wait = ({ sent, retries }: Kept): number =>
  sent! + (RETRY_MS + (sent! % 1e3)) * 2 ** (healthy ? 0 : Math.min(RETRY_DOUBLINGS_MAX, retries - 1)) - now()

const ship = async (batch: Kept[]): Promise<void> => {
  const urgent = batch[0]!.type < 'i'
  const stop = new AbortController()
  let waitMs: number | undefined
  let blocked: unknown

  const arrived = (): void => {
    healthy = 1
    stop.abort()
    batch.splice(0).map((event) => remove(keyOf(event)))
  }
  const ask = async (endpoint: string): Promise<void> => {
    open++
    try {
      const { ok, status, headers } = await send(fetch, endpoint, batch, 'fetch', AbortSignal.timeout(ABORT_MS))
      if (ok || status === 400 || status === 413) arrived()
      // A date is no number, and none is asked for.
      else waitMs = (headers.get('Retry-After') as never) * 1e3
    } catch (error) {
      // Neither silence nor an answer, nor a page that leaves: fetch may be what is blocked, and not the way.
      blocked = (error as Error).name === 'TypeError' && !document.hidden
    }
    open--
  }

  hold(batch)
  if (urgent) {
    // The browser itself sends this after a while, page or no page, unless it is stopped first. Chromium only; its quota is small.
    attempt(() => send(fetchLater, endpoints.at(-1)!, batch, 'later', stop.signal))
    if (memory[keyOf(batch[0]!)]) otherwise(batch, arrived)
  }
  for (const endpoint of [...endpoints])
    if (batch[0]) {
      await Promise.race([ask(endpoint), new Promise((resume) => setTimeout(resume, urgent ? HEDGE_MS : ABORT_MS))])
      // The healthy one stands first.
      if (batch[0] && endpoints[0] === endpoint) endpoints.push(endpoints.shift()!)
    }
  if (!batch[0]) return drain()
  healthy = 0
  hold(batch, waitMs)
  if (blocked) otherwise(batch, arrived)
  drainIn(RETRY_MS)
}

/** Send what has waited long enough, and what need not wait: new events. Drops what is over a cap. */
export const drain: () => void = guard(() => {
  if (!isOn) return
  const batch: Kept[] = []
  let count = 0
  let chars = 0
  let size = 0
  for (const key of eventKeys()) {
    const value = get(key)!
    const event = attempt(() => JSON.parse(value))
    chars += value.length
    if (
      ++count > OUTBOX_EVENTS_MAX ||
      chars > OUTBOX_CHARS_MAX ||
      // Written so that what cannot be read goes too.
      !(now() - event?.occurredAt < OUTBOX_AGE_MAX_MS)
    )
      drop(key, event?.type)
    else if (!event.n)
      try {
        complete(key, event)
      } catch {
        drop(key, 'click')
      }
    else if (
      // A clock that was set back must not hold anything for years. New events were never sent: NaN.
      !(wait(event) > 0 && wait(event) < WAIT_MAX_MS) &&
      open < IN_FLIGHT_MAX &&
      (batch[0] ?? event).site === event.site
    ) {
      size += value.length
      // One that is too long goes alone: it must not hold back what sorts behind it.
      if (!batch[0] || size < BATCH_CHARS_MAX) batch.push(event)
    }
  }
  if (count) drainIn(GATHER_MS)
  if (batch[0]) void ship(batch)
})

/** Drain then, and not before unless something else happens. */
export const drainIn = (ms: number): void => {
  clearTimeout(timer)
  timer = setTimeout(drain, ms)
}
