// What the internet sends: slow, half-open, malformed and senseless requests. The process stays up, others are served, memory is bounded.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeRecord } from '../../src/event/index.ts'
import { openReader } from '../../src/log/index.ts'
import { type Collector, scratch, shim, startCollector } from './lib/node.ts'
import { note, Oracle, post } from './lib/oracle.ts'

let place: ReturnType<typeof scratch>
let oracle: Oracle
let collector: Collector
beforeEach(() => {
  place = scratch()
  oracle = new Oracle(join(place.folder, 'acknowledged'))
})
afterEach(async () => {
  await collector.stop('SIGKILL')
  place.remove()
})
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const residentMegabytes = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${collector.child.pid}/status`, 'utf8'))![1]) / 1024

function open(text: string): { socket: Socket; heard(): string; closed: Promise<void> } {
  const socket = connect(collector.port, '127.0.0.1', () => socket.write(text))
  let heard = ''
  socket.on('data', (data) => (heard += data))
  socket.on('error', () => undefined)
  return { socket, heard: () => heard, closed: new Promise((resolve) => socket.on('close', () => resolve())) }
}

test('1,000 slow connections take nothing from healthy ones, and are told to go', async () => {
  collector = await startCollector({ data: place.folder })
  const head = 'POST /w/1 HTTP/1.1\r\nHost: x\r\n'
  const starts = [head, `${head}Content-Length: 1000\r\n\r\nx`, 'GET /healthz HTTP/1.1\r\n', '']
  const slow = Array.from({ length: 1_000 }, (_, n) => open(starts[n % starts.length]!))
  const drip = setInterval(() => {
    for (const { socket } of slow) if (socket.writable && socket.bytesWritten > 0) socket.write('x')
  }, 2_000)
  await pause(500)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const times: number[] = []
  const healthy = async (): Promise<void> => {
    for (let n = 0; n < 100; n++) {
      const began = performance.now()
      expect(await oracle.send(collector.port, agent)).toBe(204)
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: 8 }, healthy))
  times.sort((a, b) => a - b)
  expect(times[Math.floor(times.length * 0.99)], 'p99 of healthy clients, ms').toBeLessThan(1_000)
  await Promise.race([Promise.all(slow.map(({ closed }) => closed)), pause(40_000)])
  clearInterval(drip)
  expect(slow.filter(({ socket }) => !socket.destroyed).length, 'still open').toBe(0)
  expect(slow.filter(({ heard }) => heard() !== '').every(({ heard }) => / 4(00|08) /.test(heard()))).toBe(true)
  agent.destroy()
  expect(residentMegabytes()).toBeLessThan(400)
  const row = await oracle.verdict('1,000 slow connections beside', join(place.folder, 'log'))
  expect(row).toMatchObject({ acknowledged: 800, lost: 0, duplicated: 0 })
})

test('connections that are reset or half-closed in the middle of a request leave nothing behind', async () => {
  collector = await startCollector({ data: place.folder })
  const half = Array.from({ length: 500 }, () =>
    open('POST /w/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf'),
  )
  await pause(500)
  for (const [at, { socket }] of half.entries()) {
    if (at % 2 === 0) socket.resetAndDestroy()
    else socket.end()
  }
  expect(await oracle.send(collector.port)).toBe(204)
  for (let waited = 0; ; waited += 100) {
    const open = /^wayside_connections (\d+)/m.exec(
      await (await fetch(`http://127.0.0.1:${collector.port}/metrics`)).text(),
    )
    if (Number(open![1]) <= 2) break
    expect(waited).toBeLessThan(5_000)
    await pause(100)
  }
  const row = await oracle.verdict('500 connections reset or half-closed half-way', join(place.folder, 'log'))
  expect(row).toMatchObject({ found: 1, lost: 0 })
})

/** Bodies that a parser would stumble over. None of them is parsed here. */
function odd(n: number): Buffer {
  switch (n % 8) {
    case 0:
      return randomBytes(1 + (n % 2_000))
    case 1:
      return Buffer.alloc(1 + (n % 500))
    case 2:
      return Buffer.from('"\\ud800\\udfff\\ud800"')
    case 3:
      return Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xfe])
    case 4:
      return gzipSync(Buffer.alloc(1_000_000))
    case 5:
      return Buffer.from('['.repeat(1 + (n % 5_000)))
    case 6:
      return Buffer.from(`{"v":1,"site":${'9'.repeat(1 + (n % 300))}}`)
    default:
      return Buffer.from(`POST /w/1 HTTP/1.1\r\nContent-Length: 5\r\n\r\n${n}WAY1`)
  }
}

test('10,000 senseless bodies get one answer and stand in the log as they came; memory stays bounded', async () => {
  collector = await startCollector({ data: place.folder, flags: ['--rate', '0'] })
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const bodies = Array.from({ length: 10_000 }, (_, n) => odd(n))
  let next = 0
  const statuses = new Set<number | string>()
  const one = async (): Promise<void> => {
    for (let n = next++; n < bodies.length; n = next++) statuses.add(await post(collector.port, bodies[n]!, agent))
  }
  await Promise.all(Array.from({ length: 16 }, one))
  agent.destroy()
  expect([...statuses]).toEqual([204])
  expect(collector.ended()).toBe(false)
  expect(residentMegabytes()).toBeLessThan(400)
  const reader = openReader({ folder: join(place.folder, 'log', 'a-0'), after: 0 })
  const found: string[] = []
  for (let some = await reader.read(2 ** 20); some.length > 0; some = await reader.read(2 ** 20))
    found.push(...some.map(({ body }) => decodeRecord(body)!.body.toString('base64')))
  reader.close()
  const sent = bodies.map((body) => body.toString('base64')).sort()
  expect(found.sort()).toEqual(sent)
  note({ fault: '10,000 senseless bodies', acknowledged: sent.length, found: found.length, lost: 0, duplicated: 0 })
})

test('malformed HTTP, and requests that smuggle others, are refused; the next client is served', async () => {
  collector = await startCollector({ data: place.folder })
  const line = 'POST /w/1 HTTP/1.1\r\nHost: x\r\n'
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n'
  const corpus = [
    `${line}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX`,
    `${line}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    `${line}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    `${line}Transfer-Encoding: xchunked\r\n\r\n${smuggled}`,
    `${line}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${smuggled}`,
    `${line}Content-Length: 0x10\r\n\r\n${smuggled}`,
    `${line}Content-Length: -1\r\n\r\n${smuggled}`,
    `${line}Content-Length: 1e2\r\n\r\n${smuggled}`,
    `${line}Content-Length:\x0b4\r\n\r\nbody`,
    `${line}X: y\nContent-Length: 4\n\nbody`,
    '\0\x01\x02\x03',
    'GET',
    `\x16\x03\x01\x02${'\0'.repeat(200)}`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    `${line}${'A: b\r\n'.repeat(5_000)}\r\n`,
    `POST /${'w'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  ]
  for (const text of corpus) {
    const one = open(text)
    await pause(20)
    one.socket.end()
    await Promise.race([one.closed, pause(20_000)])
    const said = JSON.stringify(text.slice(0, 120))
    expect(one.heard(), said).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(one.heard(), said).not.toMatch(/ 20[04] /)
    expect(await oracle.send(collector.port), said).toBe(204)
  }
  expect(collector.ended()).toBe(false)
  const row = await oracle.verdict('malformed and smuggling requests between', join(place.folder, 'log'))
  expect(row).toMatchObject({ acknowledged: corpus.length, found: corpus.length, lost: 0 })
})

test('a clock that jumps a day forth and back stops nothing; stamps follow it, sequences do not care', async () => {
  const clock = join(place.folder, 'clock')
  const jump = (seconds: number): void => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(seconds))
    // In place: the collector has the file mapped.
    writeFileSync(clock, bytes, { flag: 'r+' })
  }
  writeFileSync(clock, Buffer.alloc(8))
  mkdirSync(join(place.folder, 'data'))
  collector = await startCollector({ data: join(place.folder, 'data'), env: { LD_PRELOAD: shim(), CLOCK: clock } })
  for (const seconds of [0, 86_400, 0, -86_400, 40 * 86_400]) {
    jump(seconds)
    for (let n = 0; n < 20; n++) expect(await oracle.send(collector.port)).toBe(204)
  }
  await collector.stop()
  const reader = openReader({ folder: join(place.folder, 'data', 'log', 'a-0'), after: 0 })
  const stamps = (await reader.read(1e9)).map(({ body }) => decodeRecord(body)!.stamp)
  reader.close()
  const days = stamps.map(({ receivedAt }) => Math.round((receivedAt - stamps[0]!.receivedAt) / 86_400_000))
  expect(days.filter((_, at) => at % 20 === 10)).toEqual([0, 1, 0, -1, 40])
  // The key that hashes addresses is another one after each change of day, whichever way, and never comes back.
  const hashes = stamps.map(({ addressHash }) => addressHash).filter((_, at) => at % 20 === 10)
  expect(new Set(hashes).size).toBe(5)
  const row = await oracle.verdict('clock jumps a day forth and back', join(place.folder, 'data', 'log'))
  expect(row).toMatchObject({ acknowledged: 100, lost: 0, duplicated: 0 })
})
