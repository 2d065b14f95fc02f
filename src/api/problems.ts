// What is wrong with what the backend sees of itself and its collectors, in words, with what to do.
import { DISK_LOW_BYTES, LAG_LATE_MS, PROBE_LATE_MS, REFUSED_COUNT_MIN, REFUSED_SHARE_LATE } from './limits.ts'
import type { CollectorState, LoadState, Watch } from './watch.ts'

export interface Problem {
  /** `bad`: clicks may be lost or figures wrong. `warn`: look at it today. */
  severity: 'bad' | 'warn'
  what: string
  todo: string
}

/** What is wrong with the machinery; for those who run it. */
export function problemsOf(watch: Pick<Watch, 'now' | 'loader' | 'collectors' | 'freeBytes' | 'books'>): Problem[] {
  return [
    ...watch.collectors().flatMap((collector) => ofCollector(collector, watch.now())),
    ...ofLoader(watch.loader()),
    ...ofStore(watch),
  ]
}

function ofCollector(collector: CollectorState, now: number): Problem[] {
  const { url, state, trouble, freeBytes, probe } = collector
  const found: Problem[] = []
  if (state === 'unreachable' || state === 'not ready')
    found.push({
      severity: 'bad',
      what: `The collector ${url} is ${state}: ${trouble}`,
      todo: 'Links still work and pages keep their clicks. Start it, or free its disk; another datacenter takes clicks meanwhile.',
    })
  if (freeBytes !== null && freeBytes < DISK_LOW_BYTES)
    found.push({
      severity: 'bad',
      what: `The disk of the collector ${url} is nearly full.`,
      todo: 'Free it before the collector has to refuse. See that the loader keeps up: read segments are deleted.',
    })
  if (state === 'ready' && probe.trouble !== '')
    found.push({
      severity: 'bad',
      what: `A synthetic click through ${url} was not taken: ${probe.trouble}`,
      todo: 'Look at what stands between the pages and the collector: certificates, the load balancer, its rate limit.',
    })
  else found.push(...ofProbe(url, probe, now))
  return [...found, ...ofLately(collector)]
}

/** Whether synthetic clicks are taken, and none has come into the reports for a while. */
export function isProbeLate({ lastCountedAt, firstTakenAt }: CollectorState['probe'], now: number): boolean {
  const since = lastCountedAt || firstTakenAt
  return since !== '' && now - Date.parse(since) > PROBE_LATE_MS
}

function ofProbe(url: string, probe: CollectorState['probe'], now: number): Problem[] {
  const { lastCountedAt, firstTakenAt } = probe
  if (!isProbeLate(probe, now)) return []
  const since = lastCountedAt || firstTakenAt
  const what =
    lastCountedAt === ''
      ? `Synthetic clicks through ${url} are taken since ${since}, but none has come into the reports.`
      : `No synthetic click through ${url} has come into the reports since ${since}.`
  const todo = 'It was taken, or its collector is down. See whether the loader reads that collector’s log.'
  return [{ severity: 'warn', what, todo }]
}

/** Refusals that are the collector’s doing; the rest are the sender’s: too large, malformed, broken off. */
const TURNED_AWAY = ['rate', 'log', 'connections']

function ofLately({ url, lately }: CollectorState): Problem[] {
  if (!lately) return []
  const found: Problem[] = []
  if (lately.logFailures > 0)
    found.push({
      severity: 'bad',
      what: `The log of the collector ${url} failed ${lately.logFailures} times since ${lately.since}.`,
      todo: 'Pages keep the clicks that were not taken. See its messages: is the disk full, or broken?',
    })
  const reasons = TURNED_AWAY.flatMap((reason) =>
    lately.refused[reason] ? [`${reason} ${lately.refused[reason]}`] : [],
  )
  const refused = TURNED_AWAY.reduce((sum, reason) => sum + (lately.refused[reason] ?? 0), 0)
  if (refused >= REFUSED_COUNT_MIN && refused > REFUSED_SHARE_LATE * (refused + lately.recorded))
    found.push({
      severity: 'warn',
      what: `The collector ${url} turned away ${refused} of ${refused + lately.recorded} requests since ${lately.since}: ${reasons.join(', ')}.`,
      todo: 'Pages keep them and send them again. Rate: does a proxy stand before it that collector.trustedProxies does not name? Connections: give it more workers. Log: look at its disk.',
    })
  return found
}

function ofLoader({ lagMs, backlogMs, damagedBytes, retries }: LoadState): Problem[] {
  const found: Problem[] = []
  if (lagMs > LAG_LATE_MS || backlogMs > LAG_LATE_MS)
    found.push({
      severity: 'warn',
      what: `Reports are ${Math.round(Math.max(lagMs, backlogMs) / 1000)} s behind.`,
      todo: `Nothing is lost: it waits in the log. ${retries > 0 ? 'Inserts failed; see the backend’s messages.' : 'After an outage this falls by itself.'}`,
    })
  if (damagedBytes > 0)
    found.push({
      severity: 'warn',
      what: `${damagedBytes} bytes of a log are no records.`,
      todo: 'wayside log verify says where. What stands before and after was read.',
    })
  return found
}

function ofStore({ freeBytes, books }: Pick<Watch, 'freeBytes' | 'books'>): Problem[] {
  const found: Problem[] = []
  if (freeBytes() < DISK_LOW_BYTES)
    found.push({
      severity: 'bad',
      what: 'The disk of the data folder is nearly full.',
      todo: 'Free it, or erase old events with wayside erase.',
    })
  const checked = books()
  if (checked && (checked.unaccounted !== 0 || checked.unmatched !== 0))
    found.push({
      severity: 'bad',
      what: 'The books do not balance.',
      todo: 'Keep the data folder as it is, and report the output of wayside books --format json.',
    })
  return found
}
