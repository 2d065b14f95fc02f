// What the fast lane takes, node:http takes too, with the same answer and the same record; everything else goes there untouched.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeRecord } from '../event/index.ts'
import { type Log, openLog, openReader } from '../log/index.ts'
import { type Collector, startCollector } from './index.ts'
import { readLaneHead } from './lane-head.ts'

interface Side {
  log: Log
  collector: Collector
  after: number
}
let root: string
let lane: Side
let plain: Side

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wayside-lane-'))
  const side = async (name: string, fastLane: boolean): Promise<Side> => {
    const log = await openLog({ folder: join(root, name) })
    return {
      log,
      collector: await startCollector({ port: 0, host: '127.0.0.1', log, datacenter: 'a', fastLane }),
      after: 0,
    }
  }
  lane = await side('lane', true)
  plain = await side('plain', false)
})
afterAll(async () => {
  for (const { log, collector } of [lane, plain]) {
    await collector.close()
    await log.close()
  }
  rmSync(root, { recursive: true, force: true })
})

/** Send chunks on a new connection and half-close it; what comes back until the end, dates left out. */
function talk(port: number, chunks: Buffer[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    let heard = ''
    socket.on('data', (data) => (heard += data.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard.replaceAll(/Date: [^\r]*/g, 'Date: …')))
    socket.on('end', () => socket.end())
    void (async () => {
      for (const chunk of chunks) {
        socket.write(chunk)
        await new Promise((next) => setImmediate(next))
      }
      socket.end()
    })()
  })
}

/** The records since last asked, without their times. */
async function newRecords(side: Side): Promise<unknown[]> {
  // A connection that ends with a 400 does not wait for the record of the request before it.
  while (side.log.figures.pendingBytes > 0) await new Promise((next) => setImmediate(next))
  const reader = openReader({ folder: side.log.folder, after: side.after })
  const records = await reader.read(1e9)
  reader.close()
  side.after = records.at(-1)?.sequence ?? side.after
  return records.map(({ body }) => {
    const { stamp, body: bytes } = decodeRecord(body)!
    return { ...stamp, receivedAt: 0, addressHash: '', body: bytes.toString('latin1') }
  })
}

/** The same bytes to both; the same answers and the same records from both. */
async function agree(chunks: Buffer[]): Promise<{ answer: string; records: unknown[]; inLane: boolean }> {
  const before = lane.collector.figures().door.lane
  const [fast, slow] = await Promise.all([talk(lane.collector.port, chunks), talk(plain.collector.port, chunks)])
  const [fastRecords, slowRecords] = [await newRecords(lane), await newRecords(plain)]
  const said = JSON.stringify(Buffer.concat(chunks).toString('latin1'))
  expect(fastRecords, said).toEqual(slowRecords)
  // What node:http still answers on a connection whose next bytes are malformed depends on when it reads them; who is told 204 doesn't.
  const malformed = / 4(00|08|31) /.test(slow + fast)
  if (malformed) expect(fast.split(' 204 ').length, said).toBeGreaterThanOrEqual(slow.split(' 204 ').length)
  else expect(fast, said).toEqual(slow)
  return { answer: fast, records: fastRecords, inLane: lane.collector.figures().door.lane > before }
}

const request = (fields: string[], body: string, line = 'POST /w/1 HTTP/1.1'): Buffer =>
  Buffer.from(
    `${[line, ...fields, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`].join('\r\n')}\r\n\r\n${body}`,
    'latin1',
  )
const good = request(['Host: x', 'User-Agent: A b', 'Origin: https://s.example'], '{"v":1}')

test('a plain beacon goes by the lane and is answered as node:http would', async () => {
  const { answer, records, inLane } = await agree([good])
  expect(inLane).toBe(true)
  expect(answer).toMatch(/^HTTP\/1\.1 204 No Content\r\naccess-control-allow-origin: \*\r\n/)
  expect(records).toMatchObject([{ body: '{"v":1}', agent: 'A b', origin: 'https://s.example' }])
})

test('pipelined requests are answered in order, wherever the bytes are cut, also when the last one is for node:http', async () => {
  const three = Buffer.concat([good, request(['Host: x'], 'two'), good])
  const mixed = Buffer.concat([good, good, Buffer.from('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'), good])
  for (const bytes of [three, mixed]) {
    const { records, inLane } = await agree([bytes])
    expect([records.length, inLane]).toEqual([3, true])
    for (let cut = 1; cut < bytes.length; cut += 11) await agree([bytes.subarray(0, cut), bytes.subarray(cut)])
  }
  await agree(Array.from(good, (byte) => Buffer.from([byte])))
})

const cases: [what: string, fields: string[], body?: string, line?: string][] = [
  ['Content-Length and Transfer-Encoding', ['Host: x', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
  ['Transfer-Encoding in odd letters', ['Host: x', 'tRANSFER-eNCODING: xchunked']],
  ['two lengths that differ', ['Host: x', 'Content-Length: 1']],
  ['two lengths that agree', ['Host: x', 'Content-Length: 4'], 'body'],
  ['a list of lengths', ['Host: x', 'Content-Length: 4, 4'], 'body'],
  ['a signed length', ['Host: x', 'X: y\r\nContent-Length: +4'], 'body'],
  ['a blank before the colon', ['Host: x', 'Content-Length : 4'], 'body'],
  ['a folded header', ['Host: x', 'X: a\r\n b'], 'body'],
  ['a bare line feed', ['Host: x\nX: y'], 'body'],
  ['a bare carriage return', ['Host: x', 'X: a\rb'], 'body'],
  ['a NUL in a header', ['Host: x', 'X: a\0b'], 'body'],
  ['a tab in a header', ['Host: x', 'X: a\tb'], 'body'],
  ['Latin-1 in a header', ['Host: x', 'User-Agent: \xfcnit'], 'body'],
  ['no Host', [], 'body'],
  ['two Hosts', ['Host: x', 'Host: y'], 'body'],
  ['Expect', ['Host: x', 'Expect: 100-continue'], 'body'],
  ['Upgrade', ['Host: x', 'Connection: upgrade', 'Upgrade: websocket'], 'body'],
  ['Connection: close', ['Host: x', 'Connection: close'], 'body'],
  ['an absolute target', ['Host: x'], 'body', 'POST http://x/w/1 HTTP/1.1'],
  ['a query', ['Host: x'], 'body', 'POST /w/1?a HTTP/1.1'],
  ['HTTP/1.0', ['Host: x'], 'body', 'POST /w/1 HTTP/1.0'],
  ['a lower-case method', ['Host: x'], 'body', 'post /w/1 HTTP/1.1'],
  ['an empty header value', ['Host: x', 'Referer:'], 'body'],
  ['repeated headers', ['Host: x', 'User-Agent: a', 'User-Agent: b', 'Accept: a', 'Accept: b'], 'body'],
  ['too many headers', ['Host: x', ...Array.from({ length: 100 }, (_, n) => `X-${n}: y`)], 'body'],
  ['too long a header', ['Host: x', `X: ${'y'.repeat(9_000)}`], 'body'],
  ['far too long a header', ['Host: x', `X: ${'y'.repeat(20_000)}`], 'body'],
  ['an empty body', ['Host: x'], ''],
  ['a body of the limit', ['Host: x'], 'b'.repeat(60_000)],
  ['a body over the limit', ['Host: x'], 'b'.repeat(60_001)],
]
test.each(cases)('%s: the same with and without the lane', async (_what, fields, body = 'body', line = undefined) => {
  await agree([request(fields, body, line)])
})

test('any request, mutated anyhow and cut anywhere, gets the same answer and leaves the same record with and without the lane', async () => {
  const pieces = [
    '\r\n',
    '\n',
    '\r',
    ' ',
    '\t',
    ':',
    '\0',
    'Content-Length: 3',
    'Transfer-Encoding: chunked',
    'Host: y',
    '0',
    '9',
    '\x80',
  ]
  const edit = fc.record({
    at: fc.nat(good.length),
    remove: fc.constantFrom(0, 0, 1, 2, 10),
    insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary-ascii' })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 3 }), fc.nat(good.length), fc.boolean(), async (edits, cut, twice) => {
      let bytes: Buffer = Buffer.from(good)
      for (const { at, remove, insert } of edits)
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert, 'latin1'), bytes.subarray(at + remove)])
      if (twice) bytes = Buffer.concat([bytes, good])
      await agree([bytes.subarray(0, cut), bytes.subarray(cut)])
    }),
    { numRuns: 300, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false },
  )
})

test('what is no beacon is known at its first byte that differs', () => {
  for (let at = 1; at < good.indexOf('\r\n\r\n') + 4; at++)
    expect(readLaneHead(good.subarray(0, at)), `${at}`).toBe('more')
  expect(readLaneHead(Buffer.from('POST /w/2'))).toBe('other')
  expect(readLaneHead(Buffer.from('G'))).toBe('other')
  expect(readLaneHead(Buffer.concat([good.subarray(0, 30), Buffer.alloc(9_000, 'x')]))).toBe('other')
})
