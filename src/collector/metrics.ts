// The figures as Prometheus text (exposition format 0.0.4), for one worker or summed over several.
import type { LogFigures } from '../log/index.ts'
import { type Figures, LATENCY_BOUNDS_MS } from './figures.ts'

/** One worker's figures, as they travel between processes. */
export interface WorkerFigures {
  door: Figures
  log: LogFigures
  logAvailable: boolean
  freeBytes: number
  rateAddresses: number
}

type Line = [labels: string, value: number]

/** Write the metrics page. */
export function metricsText(workers: readonly WorkerFigures[]): string {
  const sum = (of: (worker: WorkerFigures) => number): number => workers.reduce((all, worker) => all + of(worker), 0)
  const by = <K extends string>(label: string, names: K[], of: (worker: WorkerFigures, name: K) => number): Line[] =>
    names.map((name) => [`{${label}="${name}"}`, sum((worker) => of(worker, name))])
  const one = (of: (worker: WorkerFigures) => number): Line[] => [['', sum(of)]]
  const parts: [name: string, type: 'counter' | 'gauge', help: string, lines: Line[]][] = [
    [
      'wayside_records_total',
      'counter',
      'Requests recorded durably, by route.',
      by('route', ['beacon', 'pixel', 'redirect'], ({ door }, route) => door.recorded[route]),
    ],
    [
      'wayside_refused_total',
      'counter',
      'Requests turned away, by reason.',
      by(
        'reason',
        ['too-large', 'rate', 'log', 'connections', 'timeout', 'malformed', 'aborted'],
        ({ door }, reason) => door.refused[reason],
      ),
    ],
    [
      'wayside_redirects_unrecorded_total',
      'counter',
      'Redirects answered before their click was durable; it may be missing.',
      one(({ door }) => door.redirectsUnrecorded),
    ],
    ['wayside_fast_lane_total', 'counter', 'Beacons taken by the fast lane.', one(({ door }) => door.lane)],
    [
      'wayside_handed_over_total',
      'counter',
      'Connections handed from the fast lane to node:http.',
      one(({ door }) => door.handedOver),
    ],
    ['wayside_connections', 'gauge', 'Open connections.', one(({ door }) => door.connections)],
    ['wayside_rate_addresses', 'gauge', 'Addresses whose rate is remembered.', one((worker) => worker.rateAddresses)],
    ['wayside_log_commits_total', 'counter', 'Commits: one fdatasync each.', one(({ log }) => log.commits)],
    ['wayside_log_bytes_total', 'counter', 'Bytes written to the log.', one(({ log }) => log.bytes)],
    ['wayside_log_failures_total', 'counter', 'Failed writes, syncs and new segments.', one(({ log }) => log.failures)],
    ['wayside_log_segments_begun_total', 'counter', 'Segments begun.', one(({ log }) => log.segmentsBegun)],
    [
      'wayside_log_segments_deleted_total',
      'counter',
      'Segments deleted after every reader was done with them.',
      one(({ log }) => log.segmentsDeleted),
    ],
    ['wayside_log_pending_bytes', 'gauge', 'Bytes that wait for the disk.', one(({ log }) => log.pendingBytes)],
    [
      'wayside_log_available',
      'gauge',
      'Workers whose log can be written.',
      one(({ logAvailable }) => Number(logAvailable)),
    ],
    [
      'wayside_disk_free_bytes',
      'gauge',
      'Bytes free on the disk of the log.',
      [['', Math.min(...workers.map(({ freeBytes }) => freeBytes))]],
    ],
    ['wayside_workers', 'gauge', 'Workers that answered.', [['', workers.length]]],
  ]
  const text = parts.flatMap(([name, type, help, lines]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...lines.map(([labels, value]) => `${name}${labels} ${value}`),
  ])
  return [...text, ...latency(sum), ''].join('\n')
}

function latency(sum: (of: (worker: WorkerFigures) => number) => number): string[] {
  const name = 'wayside_acknowledge_seconds'
  const lines = [`# HELP ${name} Time until a record was durable.`, `# TYPE ${name} histogram`]
  let count = 0
  for (const [at, bound] of [...LATENCY_BOUNDS_MS, Number.POSITIVE_INFINITY].entries()) {
    count += sum(({ door }) => door.latency[at]!)
    lines.push(`${name}_bucket{le="${Number.isFinite(bound) ? bound / 1000 : '+Inf'}"} ${count}`)
  }
  return [...lines, `${name}_sum ${sum(({ door }) => door.latencySumMs) / 1000}`, `${name}_count ${count}`]
}
