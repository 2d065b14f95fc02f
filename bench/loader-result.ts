// What bench/loader.ts found: printed, kept as JSON, and put into the docs.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { barChart } from './lib/chart.ts'
import { publish } from './lib/publish.ts'

/** Pace of new events while the lag is measured. */
export const PER_SECOND = 1_000

export interface Result {
  events: number
  records: number
  logBytesPerEvent: number
  eventsPerSecond: number
  loaderMicrosPerEvent: number
  engineMicrosPerEvent: number
  loaderPeakMb: number
  enginePeakMb: number
  lagMs: { median: number; worst: number }
  behindBacklog: { events: number; median: number; worst: number; drained: number }
  balanced: boolean
}

/** Print the result and write it down; when it is public into the docs as well. */
export function tell(result: Result, isPublic: boolean): void {
  const { lagMs, behindBacklog } = result
  const oneCore = Math.round(1e6 / result.loaderMicrosPerEvent)
  const memoryMb = result.loaderPeakMb + result.enginePeakMb
  const number = (value: number): string => value.toLocaleString('en')
  const claim = (value: number, sign: '≥' | '≤', bound: number): string =>
    `(${sign} ${number(bound)}: ${(sign === '≥' ? value >= bound : value <= bound) ? 'holds' : 'MISSED'})`
  const lines = [
    `${number(result.events)} events in ${number(result.records)} records, ${result.logBytesPerEvent} bytes of log an event; ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
    '',
    `from log to queryable rows, events/s     ${number(result.eventsPerSecond)}  ${claim(result.eventsPerSecond, '≥', 150_000)}`,
    `the loader's process, CPU µs an event    ${result.loaderMicrosPerEvent}  (${number(oneCore)} events/s on one core)`,
    `the engine's process, CPU µs an event    ${result.engineMicrosPerEvent}`,
    `peak memory, loader + engine, MB         ${result.loaderPeakMb} + ${result.enginePeakMb}  ${claim(memoryMb, '≤', 2_000)}`,
    `lag at ${number(PER_SECOND)} events/s, ms               ${lagMs.median} median, ${lagMs.worst} worst  ${claim(lagMs.worst, '≤', 2_000)}`,
    `the same behind a backlog, ms            ${behindBacklog.median} median, ${behindBacklog.worst} worst  ${claim(behindBacklog.worst, '≤', 2_000)}`,
    `the backlog of ${number(behindBacklog.events)} events meanwhile   ${number(behindBacklog.drained)} events/s`,
    `books                                    ${result.balanced ? 'balanced' : 'NOT BALANCED'}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const figures = { at: new Date().toISOString(), node: process.version, cpu: cpus()[0]?.model, ...result }
  writeFileSync(join(results, 'loader.json'), `${JSON.stringify(figures, null, 2)}\n`)
  if (!isPublic) return
  const title = 'Events a second from log to queryable rows'
  const bars = [
    { label: 'measured, two processes', value: result.eventsPerSecond },
    { label: "the loader's core alone", value: oneCore },
    { label: "the engine's core alone", value: Math.round(1e6 / result.engineMicrosPerEvent) },
    { label: 'behind a backlog, with new events', value: behindBacklog.drained },
  ]
  writeFileSync(join(import.meta.dirname, '../docs/img/loader.svg'), barChart(title, bars))
  const json = `<details><summary>The same as JSON</summary>\n\n\`\`\`json\n${JSON.stringify(figures, null, 2)}\n\`\`\`\n</details>`
  publish('loader', `![${title}](img/loader.svg)\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\n${json}`)
}
