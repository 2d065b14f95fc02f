// Looks at one collector as a page meets it: is it ready, what do its metrics say, and does a synthetic click come all the way into reports?
// Promises: never throws; every wait ends. The click is of a reserved site, so that no figure counts it.
import type { CollectorState } from '../../api/index.ts'
import { type Batch, PROBE_SITE } from '../../event/index.ts'
import { type Clock, pause, uuidv7 } from '../../platform/index.ts'
import type { Counters } from './counters.ts'
import { byLabel, readMetrics } from './metrics-text.ts'

/** How long a collector may take to answer, milliseconds. */
const ANSWER_MS_MAX = 10_000
/** How long a click may take into reports before the next one is sent, and how often we look, milliseconds. */
const COUNTED_MS_MAX = 30_000
const COUNTED_LOOK_MS = 250

export interface Sight {
  clock: Clock
  /** Is an event of the reserved site in the store? */
  isCounted(id: string): Promise<boolean>
  stopping: AbortSignal
  /** Of this collector: what it counted before. */
  counters: Counters
}

/** Of a collector that nobody has looked at. */
export function unseen(url: string): CollectorState {
  return {
    url,
    lookedAt: '',
    state: 'unknown',
    trouble: '',
    freeBytes: null,
    workers: null,
    recorded: null,
    refused: {},
    logFailures: null,
    lately: null,
    probe: {
      ...{ sentAt: '', acknowledgedMs: null, countedMs: null },
      ...{ lastCountedAt: '', firstTakenAt: '', trouble: '' },
    },
  }
}

/** Look once. Takes as long as the click takes into reports. @param tell told each thing that was seen, when it was */
export async function look(
  before: CollectorState,
  sight: Sight,
  tell: (state: CollectorState) => void,
): Promise<CollectorState> {
  let state = { ...before, ...(await readiness(before.url, sight)) }
  tell(state)
  const id = uuidv7(sight.clock.now())
  const sentAt = new Date(sight.clock.now()).toISOString()
  const sent = await sendClick(before.url, id, sight)
  const { lastCountedAt } = before.probe
  const firstTakenAt = before.probe.firstTakenAt || (sent.acknowledgedMs === null ? '' : sentAt)
  state = { ...state, probe: { sentAt, lastCountedAt, firstTakenAt, countedMs: null, ...sent } }
  tell(state)
  if (sent.acknowledgedMs === null) return state
  const countedMs = await untilCounted(id, sight)
  if (countedMs !== null) {
    const at = new Date(sight.clock.now()).toISOString()
    state = { ...state, probe: { ...state.probe, countedMs, lastCountedAt: at } }
    tell(state)
  }
  return state
}

async function readiness(url: string, { clock, stopping, counters }: Sight): Promise<Partial<CollectorState>> {
  const lookedAt = new Date(clock.now()).toISOString()
  try {
    const ready = await get(`${url}/readyz`, stopping)
    const metrics = await get(`${url}/metrics`, stopping)
    const samples = metrics.ok ? readMetrics(await metrics.text()) : new Map<string, number>()
    const value = (name: string): number | null => samples.get(name) ?? null
    const routes = Object.values(byLabel(samples, 'wayside_records_total'))
    const recorded = routes.length === 0 ? null : routes.reduce((sum, count) => sum + count, 0)
    const refused = byLabel(samples, 'wayside_refused_total')
    const logFailures = value('wayside_log_failures_total')
    return {
      lookedAt,
      state: ready.ok ? 'ready' : 'not ready',
      trouble: ready.ok ? '' : (await ready.text()).slice(0, 200).trim(),
      freeBytes: value('wayside_disk_free_bytes'),
      workers: value('wayside_workers'),
      ...{ recorded, refused, logFailures },
      lately:
        recorded === null
          ? null
          : counters.since({ at: clock.now(), recorded, refused, logFailures: logFailures ?? 0 }),
    }
  } catch (error) {
    return { lookedAt, state: 'unreachable', trouble: reasonOf(error) }
  }
}

async function sendClick(
  url: string,
  id: string,
  { clock, stopping }: Sight,
): Promise<{ acknowledgedMs: number | null; trouble: string }> {
  const now = clock.now()
  const batch: Batch = {
    v: 1,
    site: PROBE_SITE,
    sentAt: now,
    events: [{ id, type: 'click', occurredAt: now, item: 'probe' }],
  }
  const began = clock.monotonic()
  try {
    const answer = await fetch(`${url}/w/1`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify(batch),
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    if (answer.ok) return { acknowledgedMs: Math.round(clock.monotonic() - began), trouble: '' }
    return { acknowledgedMs: null, trouble: `it answered ${answer.status}` }
  } catch (error) {
    return { acknowledgedMs: null, trouble: reasonOf(error) }
  }
}

/** @returns milliseconds; null when it did not come in time. */
async function untilCounted(id: string, { clock, isCounted, stopping }: Sight): Promise<number | null> {
  const began = clock.monotonic()
  while (!stopping.aborted && clock.monotonic() - began < COUNTED_MS_MAX) {
    if (await isCounted(id).catch(() => false)) return Math.round(clock.monotonic() - began)
    await pause(COUNTED_LOOK_MS, stopping)
  }
  return null
}

function get(url: string, stopping: AbortSignal): Promise<Response> {
  return fetch(url, { signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_MS_MAX)]) })
}

function reasonOf(error: unknown): string {
  const { message, cause, name } = error as Error
  if (name === 'TimeoutError') return `it did not answer within ${ANSWER_MS_MAX / 1000} s`
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error | undefined)?.message ?? message
}
