// `npm run bench:loader`: events per second from the log to queryable rows, all judging on, and what they cost.
// The log is written first; then one loader drains it into an engine of its own. CPU is counted per process, memory as the peak of both.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultContext, drain } from '../src/loader/index.ts'
import { openLog } from '../src/log/index.ts'
import { books } from '../src/report/index.ts'
import { openStore } from '../src/store/index.ts'
import { key, SITE, traffic } from './loader-traffic.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1e6' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const wanted = Number(values.events)
const folder = mkdtempSync(join(tmpdir(), 'wayside-bench-'))

/** Peak resident memory and CPU seconds of a process, as Linux tells them. */
function usage(pid: number): { peakBytes: number; cpuSeconds: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return {
    peakBytes: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024,
    cpuSeconds: (Number(ticks[11]) + Number(ticks[12])) / 100,
  }
}

try {
  let written = 0
  let records = 0
  let bytes = 0
  for (const datacenter of ['a', 'b']) {
    const log = await openLog({ folder: join(folder, 'log', `${datacenter}-0`) })
    let waiting: Promise<number>[] = []
    const goal = datacenter === 'a' ? wanted / 2 : wanted
    for (const beacon of traffic(Number(values.seed) + (datacenter === 'a' ? 0 : 1), wanted)) {
      waiting.push(log.append(beacon.record))
      written += beacon.events
      records++
      bytes += beacon.record.length
      if (waiting.length === 500) {
        await Promise.all(waiting)
        waiting = []
      }
      if (written >= goal) break
    }
    await Promise.all(waiting)
    await log.close()
  }

  const store = await openStore({ folder: join(folder, 'store') })
  const before = { loader: process.cpuUsage(), engine: usage(store.enginePid()!).cpuSeconds }
  const startedAt = performance.now()
  const figures = await drain({
    logRoot: join(folder, 'log'),
    store,
    keyOf: (kid) => (kid === key.kid ? key : undefined),
    siteOf: (site) => (site === SITE ? defaultContext : undefined),
  })
  const seconds = (performance.now() - startedAt) / 1000
  const loader = process.cpuUsage(before.loader)
  const engine = usage(store.enginePid()!)
  const balance = await books(store, {})
  await store.close()
  const result = {
    events: figures.events,
    records: figures.records,
    bytesPerEvent: Math.round(bytes / written),
    seconds: Number(seconds.toFixed(2)),
    eventsPerSecond: Math.round(figures.events / seconds),
    loaderMicrosPerEvent: Number(((loader.user + loader.system) / figures.events).toFixed(2)),
    engineMicrosPerEvent: Number((((engine.cpuSeconds - before.engine) * 1e6) / figures.events).toFixed(2)),
    loaderPeakMb: Math.round(usage(process.pid).peakBytes / 1e6),
    enginePeakMb: Math.round(engine.peakBytes / 1e6),
    balanced: balance.balanced && balance.received === written,
  }
  console.log(`${records} records, ${written} events`)
  console.log(JSON.stringify(result, null, 2))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  if (!result.balanced) process.exitCode = 1
} finally {
  if (values.keep) console.log(folder)
  else rmSync(folder, { recursive: true, force: true })
}
