// `npm run bench:loader`: events per second from the log to queryable rows, all judging on, and what they cost.
// The log is written first; then one loader drains it into an engine of its own. CPU is counted per process, memory as the peak of both.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultContext, drain, startLoader } from '../src/loader/index.ts'
import { openLog } from '../src/log/index.ts'
import { sleep } from '../src/platform/index.ts'
import { books } from '../src/report/index.ts'
import { openStore } from '../src/store/index.ts'
import { type Beacon, key, SITE, traffic } from './loader-traffic.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1e6' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    liveSeconds: { type: 'string', default: '20' },
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
  const options = {
    logRoot: join(folder, 'log'),
    store,
    keyOf: (kid: string) => (kid === key.kid ? key : undefined),
    siteOf: (site: string) => (site === SITE ? defaultContext : undefined),
  }
  const figures = await drain(options)
  const seconds = (performance.now() - startedAt) / 1000
  const loader = process.cpuUsage(before.loader)
  const engine = usage(store.enginePid()!)
  const balance = await books(store, {})
  const live = await liveLag()
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
    liveLagMs: live,
    balanced: balance.balanced && balance.received === written,
  }

  /** Time from receipt until in reports, at 1,000 events a second: median and worst of what the loader says each 100 ms. */
  async function liveLag(): Promise<{ median: number; max: number }> {
    const log = await openLog({ folder: join(folder, 'log', 'live-0') })
    const loader = startLoader(options)
    const lags: number[] = []
    const end = performance.now() + Number(values.liveSeconds) * 1000
    let sent = 0
    const begin = performance.now()
    const beacons = traffic(99, 1e6, 7, () => Date.now())
    while (performance.now() < end) {
      while (sent < performance.now() - begin) {
        const { record, events } = beacons.next().value as Beacon
        await log.append(record)
        sent += events
      }
      await sleep(100)
      lags.push(loader.figures().lagMs)
    }
    await loader.stop()
    await log.close()
    lags.sort((a, b) => a - b)
    return { median: lags[Math.floor(lags.length / 2)] ?? 0, max: lags.at(-1) ?? 0 }
  }

  console.log(`${records} records, ${written} events`)
  console.log(JSON.stringify(result, null, 2))
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  if (!result.balanced) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
