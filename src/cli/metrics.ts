// The backend's figures as Prometheus text: how loading goes, and what the API's own log has done.
import { Gauge, Registry } from 'prom-client'
import type { Loader } from '../loader/index.ts'
import type { Log } from '../log/index.ts'
import { isAlarm, type SelfCheck, type SiteLevel } from '../report/index.ts'
import type { Store } from '../store/index.ts'

/**
 * @param checked the last self-check of the books; undefined before the first
 * @param levels of all sites; may fail while the store is away
 */
export function backendMetrics(
  { loader, log, store }: { loader: Loader; log: Log; store: Store },
  checked: () => SelfCheck | undefined,
  levels: () => Promise<SiteLevel[]>,
): () => Promise<string> {
  const registry = new Registry()
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    const metric = new Gauge({
      name: `wayside_${name}`,
      help,
      registers: [registry],
      async collect() {
        metric.set(await read())
      },
    })
  }
  const loading = loader.figures
  gauge(
    'loader_lag_seconds',
    'Time from receipt until an event was in reports, of the last load',
    () => loading().lagMs / 1000,
  )
  gauge(
    'loader_backlog_seconds',
    'Age of the oldest record that waits behind a backlog; 0 when there is none',
    () => loading().backlogMs / 1000,
  )
  gauge(
    'books_unaccounted',
    'What the log brought, minus what the books can account for; anything but 0 is a fault',
    () => checked()?.unaccounted ?? 0,
  )
  gauge(
    'books_unmatched',
    'Distinct ids among the copies, minus the events; anything but 0 is a fault',
    () => checked()?.unmatched ?? 0,
  )
  gauge(
    'sites_silent',
    'Sites from which much less came within the last hour than is usual for this hour of the week; not a number while the store is away',
    () =>
      levels().then(
        (all) => all.filter(isAlarm).length,
        () => Number.NaN,
      ),
  )
  gauge(
    'loader_watermark_seconds',
    'Everything received before this Unix time is in reports',
    () => loading().watermark / 1000,
  )
  gauge('loader_records', 'Log records loaded since start', () => loading().records)
  gauge('loader_events', 'Events loaded since start', () => loading().events)
  gauge('loader_quarantined', 'Events and records quarantined since start', () => loading().quarantined)
  gauge('loader_retries', 'Inserts that failed and were repeated since start', () => loading().retries)
  gauge('loader_damaged_bytes', 'Bytes of logs that are no records, seen since start', () => loading().damagedBytes)
  gauge(
    'engine_deaths',
    "Times that the embedded engine's process ended unasked since start; it is started again",
    () => store.engineDeaths(),
  )
  gauge('api_log_records', "Batches that servers' requests made durable since start", () => log.figures.records)
  gauge('api_log_failures', "Failed writes and syncs of the API's log since start", () => log.figures.failures)
  return () => registry.metrics()
}
