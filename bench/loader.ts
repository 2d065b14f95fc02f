// `npm run bench:loader`: events per second from the log to queryable rows, all judging on, and what they cost; then the lag
// of new events at 1,000 a second, without a backlog and behind one. Options: --events 2e6 --seed N --liveSeconds N --publish. Exit code 1 when the books don't balance.
// Logs are written by a process of its own. CPU is counted for the loader's process and for the engine's, memory as the peak of both.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultContext, drain, type LoaderOptions, startLoader } from '../src/loader/index.ts'
import { sleep } from '../src/platform/index.ts'
import { books } from '../src/report/index.ts'
import { openStore } from '../src/store/index.ts'
import { PER_SECOND, tell } from './loader-result.ts'
import { key, SITE } from './loader-traffic.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '2e6' },
    seed: { type: 'string', default: '1' },
    liveSeconds: { type: 'string', default: '25' },
    publish: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'wayside-bench-'))
const logRoot = join(folder, 'log')

interface Said {
  events: number
  records: number
  bytes: number
}

/** Peak resident memory and CPU seconds of a process, as Linux tells them. */
function usage(pid: number): { peakBytes: number; cpuSeconds: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return {
    peakBytes: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024,
    cpuSeconds: (Number(ticks[11]) + Number(ticks[12])) / 100,
  }
}

function write(mode: 'fill' | 'live', ...options: (string | number)[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'loader-write.ts')
    const child = spawn(process.execPath, [script, mode, logRoot, ...options.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (bytes) => (said += bytes))
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`The writer ended with ${code}.`)),
    )
  })
}

/** Between writing the logs and loading them, milliseconds. */
const REST_MS = 40_000

/** Records of a backlog are weeks old here; new ones never are. */
const NEW_MS_MAX = 3_600_000

/**
 * New events at a steady pace while a loader runs. @returns how old the oldest new event of each load was when it was in reports, looked up ten
 * times a second; the time until the first load of new events was in counts as one of them. And how fast a backlog went, events a second, until
 * it was gone or no new events came any more.
 */
async function live(
  options: LoaderOptions,
  backlog: number,
): Promise<{ median: number; worst: number; drained: number }> {
  const writing = write('live', PER_SECOND, Number(values.liveSeconds)).then(() => 'done')
  // The writer's own start.
  await sleep(1_000)
  const startedAt = performance.now()
  const loader = startLoader(options)
  const lags: number[] = []
  let drained = 0
  let isGone = false
  while ((await Promise.race([writing, sleep(100)])) !== 'done') {
    const { events, lagMs } = loader.figures()
    const elapsedMs = performance.now() - startedAt
    if (!isGone) drained = Math.max(0, (events * 1_000) / elapsedMs - PER_SECOND)
    isGone ||= events >= backlog
    if (events === 0 || lagMs > NEW_MS_MAX) continue
    if (lags.length === 0) lags.push(Math.round(elapsedMs))
    lags.push(lagMs)
  }
  await loader.drain()
  await loader.stop()
  lags.sort((a, b) => a - b)
  return { median: lags[Math.floor(lags.length / 2)] ?? 0, worst: lags.at(-1) ?? 0, drained: Math.round(drained) }
}

try {
  const written = await write('fill', Number(values.events), Number(values.seed))
  // Writing is other work: the disk ends its share of it, and a machine that slows down under lasting load recovers.
  await sleep(REST_MS)
  const store = await openStore({ folder: join(folder, 'store') })
  const enginePid = store.enginePid()!
  const options: LoaderOptions = {
    logRoot,
    store,
    keyOf: (kid) => (kid === key.kid ? key : undefined),
    siteOf: (site) => (site === SITE ? defaultContext : undefined),
  }
  const before = { loader: process.cpuUsage(), engine: usage(enginePid).cpuSeconds }
  const startedAt = performance.now()
  const { events } = await drain(options)
  const seconds = (performance.now() - startedAt) / 1_000
  const loader = process.cpuUsage(before.loader)
  const engineSeconds = usage(enginePid).cpuSeconds - before.engine
  const quiet = await live(options, 0)
  // A day's backlog, as much as there is: the same and more, written while nobody loads.
  const backlog = await write('fill', Number(values.events), Number(values.seed) + 10)
  const behind = await live(options, backlog.events)
  const balance = await books(store, {})
  const peaks = { loader: usage(process.pid).peakBytes, engine: usage(enginePid).peakBytes }
  await store.close()
  const result = {
    events,
    records: written.records,
    logBytesPerEvent: Math.round(written.bytes / written.events),
    eventsPerSecond: Math.round(events / seconds),
    loaderMicrosPerEvent: Number(((loader.user + loader.system) / events).toFixed(2)),
    engineMicrosPerEvent: Number(((engineSeconds * 1e6) / events).toFixed(2)),
    loaderPeakMb: Math.round(peaks.loader / 1e6),
    enginePeakMb: Math.round(peaks.engine / 1e6),
    lagMs: { median: quiet.median, worst: quiet.worst },
    behindBacklog: { events: backlog.events, ...behind },
    balanced: balance.balanced,
  }
  tell(result, values.publish)
  if (!result.balanced) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
