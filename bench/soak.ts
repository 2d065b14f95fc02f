// `npm run bench:soak`: five minutes at 80 % of what the collector can take. Is memory flat, is every answer 204, what is the 99th percentile?
// wrk sends; each connection pauses after an answer, so long that all of them together keep the pace. Two short runs set it, the long one is the
// soak; nothing waits for anything longer than it says. Options: --seconds N (default 300) --share 0.8 --connections N --publish.
// Exit code 1 when memory grew, an answer was not 204, or a record is missing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { listLogs, listSegments, writeCheckpoint } from '../src/log/index.ts'
import { PEERS } from './lib/peers.ts'
import { cpuSeconds, residentBytes } from './lib/process.ts'
import { publish } from './lib/publish.ts'
import { hasWrk, median, type WrkResult, wrk, wrkScript } from './lib/wrk.ts'

const CALIBRATION_SECONDS = 5
const PROGRESS_SECONDS = 30

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    share: { type: 'string', default: '0.8' },
    connections: { type: 'string', default: '256' },
    publish: { type: 'boolean', default: false },
  },
})
const [seconds, share, connections] = [Number(values.seconds), Number(values.share), Number(values.connections)]
if (!hasWrk) {
  process.stdout.write('wrk is missing: apt-get install wrk. Nothing was measured.\n')
  process.exit(1)
}

const root = mkdtempSync(join(tmpdir(), 'wayside-soak-'))
const server = await PEERS[0]!.start(root)
const pid = server.pids[0]!
const memory: number[] = []
const run = (forSeconds: number, pauseMs: number): Promise<WrkResult> =>
  wrk(server.url, wrkScript(root, 'POST', pauseMs), forSeconds, connections)

/** The sum of a counter over its labels, from the collector's own page. */
async function counted(name: string): Promise<number> {
  const page = await (await fetch(new URL('/metrics', server.url))).text()
  const lines = [...page.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'gm'))]
  return lines.reduce((sum, [, value]) => sum + Number(value), 0)
}

/** Once a second: memory, and what a loader would do: read on, and let read segments go. */
function watch(began: number): void {
  memory.push(residentBytes(pid))
  for (const folder of listLogs(join(root, 'log')))
    writeCheckpoint(folder, 'soak', listSegments(folder).at(-1)!.first - 1)
  if (memory.length % PROGRESS_SECONDS === 0)
    process.stdout.write(
      `  ${Math.round((performance.now() - began) / 1000)} s: ${(memory.at(-1)! / 2 ** 20).toFixed(0)} MiB resident\n`,
    )
}

const mean = (bytes: number[]): number => bytes.reduce((sum, one) => sum + one, 0) / Math.max(1, bytes.length) / 2 ** 20

try {
  await run(2, 0)
  const flatOut = await run(CALIBRATION_SECONDS, 0)
  const rate = flatOut.perSecond * share
  // All connections together: one answer in `connections / rate`, of which the answer itself takes a part that is measured.
  const first = (connections / rate) * 1000
  const trial = await run(CALIBRATION_SECONDS, first)
  const pauseMs = Math.max(0, first + (connections / rate - connections / trial.perSecond) * 1000)
  process.stdout.write(
    `capacity ${Math.round(flatOut.perSecond)}/s; ${seconds} s at ${Math.round(rate)}/s over ${connections} connections\n`,
  )
  const [recordedBefore, refusedBefore, cpuBefore, began] = [
    await counted('wayside_records_total'),
    await counted('wayside_refused_total'),
    cpuSeconds([pid]),
    performance.now(),
  ]
  const sampler = setInterval(watch, 1_000, began)
  const result = await run(seconds, pauseMs)
  clearInterval(sampler)
  const cpuMicros = ((cpuSeconds([pid]) - cpuBefore) * 1e6) / result.requests
  // Requests under way when wrk stops are recorded, but not counted by it.
  const recorded = (await counted('wayside_records_total')) - recordedBefore
  const refused = (await counted('wayside_refused_total')) - refusedBefore
  const minute = Math.min(60, Math.floor(memory.length / 3))
  const [second, last] = [mean(memory.slice(minute, 2 * minute)), mean(memory.slice(-minute))]
  const growth = last / second - 1
  const flat = Math.abs(growth) <= 0.1
  const rows: [string, string][] = [
    ['answers', result.requests.toLocaleString('en')],
    ['other than 204, and errors', String(result.errors + refused)],
    ['records in the log', recorded.toLocaleString('en')],
    ['rate', `${Math.round(result.perSecond).toLocaleString('en')}/s`],
    ['p50 / p99 / longest', `${result.p50Ms.toFixed(1)} / ${result.p99Ms.toFixed(1)} / ${result.maxMs.toFixed(0)} ms`],
    ['CPU', `${cpuMicros.toFixed(1)} µs a request`],
    [`memory, ${minute} s from ${minute} s on`, `${second.toFixed(1)} MiB`],
    [
      `memory, last ${minute} s`,
      `${last.toFixed(1)} MiB (${(growth * 100).toFixed(1)} %: ${flat ? 'flat' : 'NOT flat'})`,
    ],
    [
      'memory, highest second',
      `${(Math.max(...memory) / 2 ** 20).toFixed(1)} MiB (median ${(median(memory) / 2 ** 20).toFixed(1)})`,
    ],
  ]
  const head = `${seconds} s at ${Math.round(share * 100)} % of ${Math.round(flatOut.perSecond).toLocaleString('en')}/s, ${connections} connections; ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`
  const text = [head, '', ...rows.map(([name, value]) => `${name.padEnd(30)}${value}`)].join('\n')
  process.stdout.write(`${text}\n`)
  if (values.publish) publish('soak', `\`\`\`\n${text}\n\`\`\``)
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const figures = { at: new Date().toISOString(), seconds, share, rate, result, recorded, refused, memory, rows }
  writeFileSync(join(results, 'soak.json'), `${JSON.stringify(figures, null, 2)}\n`)
  process.exitCode = flat && result.errors === 0 && refused === 0 && recorded >= result.requests ? 0 : 1
} finally {
  await server.stop()
  rmSync(root, { recursive: true, force: true })
}
