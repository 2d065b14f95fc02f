// `npm run bench:soak`: five minutes at 80 % of what the collector can take. Is memory flat, is every answer 204, what is the 99th percentile?
// The load keeps its pace: each client sends when its turn comes by the clock, and time is counted from then (no coordinated omission).
// Options: --seconds N (default 300) --share 0.8 --connections N --publish. Exit code 1 when memory grew, or an answer was not 204.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { listLogs, listSegments, writeCheckpoint } from '../src/log/index.ts'
import { PEERS } from './lib/peers.ts'
import { cpuSeconds, residentBytes } from './lib/process.ts'
import { publish } from './lib/publish.ts'
import { BEACON } from './lib/wrk.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    share: { type: 'string', default: '0.8' },
    connections: { type: 'string', default: '64' },
    publish: { type: 'boolean', default: false },
  },
})
const [seconds, share, connections] = [Number(values.seconds), Number(values.share), Number(values.connections)]
const REQUEST = `POST /w/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${BEACON.length}\r\n\r\n${BEACON}`
const OK = 'HTTP/1.1 204 No Content'
const TICK_MS = 5

const root = mkdtempSync(join(tmpdir(), 'wayside-soak-'))
const server = await PEERS[0]!.start(root)
const pid = server.pids[0]!
const port = Number(new URL(server.url).port)
const memory: number[] = []
const times: number[] = []
let [answered, other, sent] = [0, 0, 0]
try {
  // Capacity is what comes through with this very load generator, which shares the machine, when no client waits.
  const capacity = await flatOut(5)
  const rate = capacity * share
  process.stdout.write(
    `capacity ${Math.round(capacity)}/s; ${seconds} s at ${Math.round(rate)}/s over ${connections} connections\n`,
  )
  const cpuBefore = cpuSeconds([pid])
  const began = performance.now()
  const sampler = setInterval(() => {
    memory.push(residentBytes(pid))
    // What a loader would do: read on, and let read segments go.
    for (const folder of listLogs(join(root, 'log')))
      writeCheckpoint(folder, 'soak', listSegments(folder).at(-1)!.first - 1)
  }, 1_000)
  await paced(rate, seconds)
  clearInterval(sampler)
  const cpuMicros = ((cpuSeconds([pid]) - cpuBefore) * 1e6) / answered
  const elapsed = (performance.now() - began) / 1000
  const mean = (from: number, to: number): number =>
    memory.slice(from, to).reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, memory.slice(from, to).length) / 2 ** 20
  const minute = Math.min(60, Math.floor(memory.length / 3))
  const [second, last] = [mean(minute, 2 * minute), mean(memory.length - minute, memory.length)]
  times.sort((a, b) => a - b)
  const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1)
  const growth = last / second - 1
  const flat = Math.abs(growth) <= 0.1
  const rows: [string, string][] = [
    ['sent', String(sent)],
    ['answered 204', String(answered)],
    ['other answers', String(other)],
    ['rate', `${Math.round(answered / elapsed)}/s`],
    ['p50 / p99 / p99.9', `${at(0.5)} / ${at(0.99)} / ${at(0.999)} ms`],
    ['CPU', `${cpuMicros.toFixed(1)} µs a request`],
    [`memory, ${minute} s from ${minute} s on`, `${second.toFixed(1)} MiB`],
    [
      `memory, last ${minute} s`,
      `${last.toFixed(1)} MiB (${(growth * 100).toFixed(1)} %: ${flat ? 'flat' : 'NOT flat'})`,
    ],
  ]
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(28)}${value}\n`)
  if (values.publish) {
    const lines = rows.map(([name, value]) => `${name.padEnd(28)}${value}`)
    publish(
      'soak',
      `\`\`\`\n${seconds} s at ${Math.round(rate)}/s, ${Math.round(share * 100)} % of capacity\n${lines.join('\n')}\n\`\`\``,
    )
  }
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  writeFileSync(
    join(results, 'soak.json'),
    `${JSON.stringify({ seconds, rate, answered, other, memory, rows }, null, 2)}\n`,
  )
  process.exitCode = flat && other === 0 && sent === answered ? 0 : 1
} finally {
  await server.stop()
  rmSync(root, { recursive: true, force: true })
}

/** One connection with at most one request under way. */
function client(onAnswer: (ms: number) => void): { socket: Socket; send(due: number): void; busy(): boolean } {
  const socket = connect(port, '127.0.0.1')
  let due = 0
  let heard = ''
  socket.setNoDelay()
  socket.on('error', () => other++)
  socket.on('data', (data) => {
    heard += data.toString('latin1')
    if (!heard.endsWith('\r\n\r\n')) return
    if (heard.startsWith(OK)) answered++
    else other++
    heard = ''
    const from = due
    due = 0
    onAnswer(performance.now() - from)
  })
  return {
    socket,
    send: (at) => {
      due = at
      sent++
      socket.write(REQUEST)
    },
    busy: () => due !== 0,
  }
}

/** Requests a second when every connection sends again at once. Not counted. */
async function flatOut(forSeconds: number): Promise<number> {
  const until = performance.now() + forSeconds * 1000
  const all = Array.from({ length: connections }, () => {
    const one = client(() => {
      if (performance.now() < until) one.send(performance.now())
    })
    return one
  })
  for (const one of all) one.send(performance.now())
  await new Promise((resolve) => setTimeout(resolve, forSeconds * 1000 + 500))
  for (const { socket } of all) socket.destroy()
  const perSecond = answered / forSeconds
  answered = sent = other = 0
  return perSecond
}

/** Send at a rate by the clock. A request that finds no free connection waits for one, and its time runs from when it was due. */
async function paced(rate: number, forSeconds: number): Promise<void> {
  const free: ReturnType<typeof client>[] = []
  const due: number[] = []
  const all = Array.from({ length: connections }, () => {
    const one = client((ms) => {
      if (sent % 10 === 0) times.push(ms)
      const next = due.shift()
      if (next === undefined) free.push(one)
      else one.send(next)
    })
    free.push(one)
    return one
  })
  const began = performance.now()
  let asked = 0
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now()
      const should = Math.floor((Math.min(now - began, forSeconds * 1000) / 1000) * rate)
      for (; asked < should; asked++) {
        const at = began + (asked / rate) * 1000
        const one = free.pop()
        if (one) one.send(at)
        else due.push(at)
      }
      if (now - began < forSeconds * 1000 || due.length > 0 || all.some((one) => one.busy())) return
      clearInterval(timer)
      resolve()
    }, TICK_MS)
  })
  for (const { socket } of all) socket.destroy()
}
