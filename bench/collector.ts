// `npm run bench:collector`: durable acknowledgements against nginx, node:http and what a team would write instead.
// Turns are interleaved, so that a noisy machine is noisy for all, and every second round goes backwards, so that nobody always follows the same
// server; medians are printed, of ratios too: round by round. CPU is user + system time of the server's processes per request. Options: --turns N --seconds N --connections N --only id,id --publish (writes the picture and the figures of docs/).
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { barChart } from './lib/chart.ts'
import { PEERS, type Running } from './lib/peers.ts'
import { cpuSeconds } from './lib/process.ts'
import { publish } from './lib/publish.ts'
import { hasWrk, median, type WrkResult, wrk, wrkScript } from './lib/wrk.ts'

const { values: options } = parseArgs({
  options: {
    turns: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '256' },
    only: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
})
if (!hasWrk) {
  process.stdout.write('wrk is missing: apt-get install wrk. Nothing was measured.\n')
  process.exit(1)
}

interface Turn extends WrkResult {
  cpuMicros: number
}
let printed = ''
function say(text: string): void {
  printed += text
  process.stdout.write(text)
}
const root = mkdtempSync(join(tmpdir(), 'wayside-bench-'))
// PostgreSQL's own user has to get through.
chmodSync(root, 0o755)
const connections = Number(options.connections)
const wanted = options.only?.split(',')
const running = new Map<string, Running>()
const turns = new Map<string, Turn[]>()
try {
  for (const { id, name, missing, start } of PEERS.filter(({ id }) => wanted?.includes(id) ?? true)) {
    if (missing) {
      process.stdout.write(`left out: ${name}: ${missing}\n`)
      continue
    }
    const folder = join(root, id)
    mkdirSync(folder)
    running.set(id, await start(folder))
    turns.set(id, [])
  }
  for (let turn = 0; turn <= Number(options.turns); turn++) {
    const order = [...running]
    for (const [id, { url, method, pids }] of turn % 2 === 0 ? order : order.toReversed()) {
      // What the servers before have left unwritten is theirs: nobody's disk is busy with it in the next one's turn.
      spawnSync('sync')
      const before = cpuSeconds(pids)
      // The first round only warms up.
      const result = await wrk(url, wrkScript(root, method), turn === 0 ? 2 : Number(options.seconds), connections)
      const cpuMicros = ((cpuSeconds(pids) - before) * 1e6) / result.requests
      if (turn > 0) turns.get(id)!.push({ ...result, cpuMicros })
      process.stderr.write('.')
    }
  }
} finally {
  process.stderr.write('\n')
  for (const { stop } of running.values()) await stop()
  rmSync(root, { recursive: true, force: true })
}

const rows = PEERS.flatMap(({ id, name }) => {
  const all = turns.get(id)
  if (!all || all.length === 0) return []
  const of = (pick: (turn: Turn) => number): number => median(all.map(pick))
  const errors = all.reduce((sum, turn) => sum + turn.errors, 0)
  return [
    {
      id,
      name,
      perSecond: of((t) => t.perSecond),
      cpuMicros: of((t) => t.cpuMicros),
      p50Ms: of((t) => t.p50Ms),
      p99Ms: of((t) => t.p99Ms),
      errors,
    },
  ]
})
say(
  `${connections} connections, ${options.turns} interleaved turns of ${options.seconds} s, medians, of ratios too; ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n\n`,
)
say(
  `${'server'.padEnd(32)}${'req/s'.padStart(9)}${'CPU µs'.padStart(9)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'errors'.padStart(8)}\n`,
)
for (const { name, perSecond, cpuMicros, p50Ms, p99Ms, errors } of rows)
  say(
    `${name.padEnd(32)}${Math.round(perSecond).toLocaleString('en').padStart(9)}${cpuMicros.toFixed(1).padStart(9)}${p50Ms.toFixed(1).padStart(9)}${p99Ms.toFixed(1).padStart(9)}${String(errors).padStart(8)}\n`,
  )

/** The claims of docs/benchmarks.md: a ratio, and on which side of which bound it should be. */
const claims = [
  claim('throughput against nginx', 'nginx', 'perSecond', '≥', 0.75),
  claim('CPU against nginx', 'nginx', 'cpuMicros', '≤', 1.6),
  claim('throughput against no durability', 'no-sync', 'perSecond', '≥', 0.95),
  claim('p99 against no durability', 'no-sync', 'p99Ms', '≤', 1.5),
  claim('throughput against node:http', 'node-http', 'perSecond', '≥', 1.6),
  claim('throughput against PostgreSQL', 'postgres', 'perSecond', '≥', 7),
  claim('CPU against PostgreSQL', 'postgres', 'cpuMicros', '≤', 0.1),
].filter((found) => found !== undefined)
say('\n')
for (const { what, ratio, sign, bound, holds } of claims)
  say(`${what.padEnd(34)}${`${ratio.toFixed(2)}×`.padStart(8)}  (${sign} ${bound}×: ${holds ? 'holds' : 'MISSED'})\n`)

const results = join(import.meta.dirname, 'results')
mkdirSync(results, { recursive: true })
const figures = {
  at: new Date().toISOString(),
  node: process.version,
  cpu: cpus()[0]?.model,
  connections,
  rows,
  claims,
  turns: Object.fromEntries(turns),
}
writeFileSync(join(results, 'collector.json'), `${JSON.stringify(figures, null, 2)}\n`)
process.stdout.write('\nbench/results/collector.json has every turn.\n')
if (options.publish) {
  const bars = rows.map(({ name, perSecond, cpuMicros }) => ({
    label: name,
    value: perSecond,
    note: `${cpuMicros.toFixed(1)} µs`,
  }))
  const title = `Acknowledged beacons a second, ${connections} connections (CPU time a request beside)`
  writeFileSync(join(import.meta.dirname, '../docs/img/collector.svg'), barChart(title, bars))
  publish('collector', `![${title}](img/collector.svg)\n\n\`\`\`\n${printed.trim()}\n\`\`\``)
}

/** The median of the rounds' ratios: what slows a whole round down slows both down. */
function claim(what: string, id: string, of: 'perSecond' | 'cpuMicros' | 'p99Ms', sign: '≥' | '≤', bound: number) {
  const [ours, peer] = [turns.get('wayside') ?? [], turns.get(id) ?? []]
  if (ours.length === 0 || peer.length === 0) return undefined
  const ratio = median(ours.map((turn, round) => turn[of] / peer[round]![of]))
  return { what, ratio, sign, bound, holds: sign === '≥' ? ratio >= bound : ratio <= bound }
}
