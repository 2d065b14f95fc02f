// Every bound at the door: what it answers, and where it is counted.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Log, openLog } from '../log/index.ts'
import { type Collector, startCollector } from './index.ts'

let root: string
let log: Log
let collector: Collector
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'wayside-bounds-'))
  log = await openLog({ folder: join(root, 'log') })
  const options = { port: 0, host: '127.0.0.1', log, datacenter: 'a', connectionsMax: 3, proxies: ['127.0.0.1'] }
  collector = await startCollector({ ...options, ratePerSecond: 0.1, rateBurst: 1 })
})
afterEach(async () => {
  await collector.close()
  await log.close()
  rmSync(root, { recursive: true, force: true })
})

/** Send this and hear all until the other end closes, or for two seconds. */
function talk(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(collector.port, '127.0.0.1', () => socket.write(text))
    let heard = ''
    socket.on('data', (data) => (heard += data))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard))
    setTimeout(() => socket.destroy(), 2_000)
  })
}
const beacon = (fields: string, body = 'body'): string =>
  `POST /w/1 HTTP/1.1\r\nHost: x\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`
const from = 'X-Forwarded-For: 203.0.113.7\r\n'

const bounds: [what: string, send: string[], status: string, reason: string][] = [
  ['a body over the limit', [beacon('', 'b'.repeat(60_001))], '413', 'too-large'],
  ['a header over the limit', [beacon(`X: ${'y'.repeat(17_000)}\r\n`)], '431', 'too-large'],
  ['a pixel over the limit', [`GET /w/1.gif?d=${'A'.repeat(8_001)} HTTP/1.1\r\nHost: x\r\n\r\n`], '413', 'too-large'],
  ['an address over its rate', [beacon(from), beacon(from)], '429', 'rate'],
  ['an address over its rate, on node:http', [beacon(from), beacon(`${from}X-Tab: a\tb\r\n`)], '429', 'rate'],
  ['no HTTP', ['nonsense\r\n\r\n'], '400', 'malformed'],
]
test.each(bounds)('%s', async (_what, send, status, reason) => {
  let last = ''
  for (const text of send) last = await talk(text)
  expect(last).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(last.toLowerCase()).toContain('access-control-allow-origin: *')
  if (status === '429') expect(last.toLowerCase()).toMatch(/\r\nretry-after: \d+\r\n/)
  expect(collector.figures().door.refused).toMatchObject({ [reason]: 1 })
})

test('one connection too many is told to come back, and the others are served', async () => {
  const open = Array.from({ length: 3 }, () => connect(collector.port, '127.0.0.1'))
  await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  while (collector.figures().door.connections < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await talk('')).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 5\r\n/s)
  expect(collector.figures().door.refused.connections).toBe(1)
  const served = new Promise((resolve) => open[0]!.once('data', (data) => resolve(String(data))))
  open[0]!.write(beacon(''))
  expect(await served).toMatch(/^HTTP\/1\.1 204 /)
  for (const socket of open) socket.destroy()
})

test('a log that cannot be written is a 503 with Retry-After, and counted', async () => {
  await log.close()
  expect(await talk(beacon(''))).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 5\r\n/s)
  expect(collector.figures().door.refused.log).toBe(1)
})
