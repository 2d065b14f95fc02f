import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeRecord, readBatch, signToken, type TokenKey, tokenSecret } from '../event/index.ts'
import { type Log, openLog, openReader } from '../log/index.ts'
import { type Collector, startCollector } from './index.ts'

const key: TokenKey = { kid: 'k1', site: 'bookstore', secret: tokenSecret(Buffer.alloc(32, 7)) }
let root: string
let log: Log
let collector: Collector
let origin: string

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'wayside-collector-'))
  mkdirSync(join(root, 'tag', '1.2.0'), { recursive: true })
  writeFileSync(join(root, 'tag', '1.2.0', 'wayside.js'), 'newest()')
  mkdirSync(join(root, 'tag', '1.10.0-beta'), { recursive: true })
  writeFileSync(join(root, 'tag', 'wayside.js'), 'flat()')
  log = await openLog({ folder: join(root, 'log', 'a-0') })
  collector = await startCollector({
    port: 0,
    host: '127.0.0.1',
    log,
    datacenter: 'a',
    tagFolder: join(root, 'tag'),
    tagVersion: '1.0.0',
    proxies: ['127.0.0.1'],
    countryHeader: 'CF-IPCountry',
    keyOf: (kid) => (kid === 'k1' ? key : undefined),
  })
  origin = `http://127.0.0.1:${collector.port}`
})
afterEach(async () => {
  await collector.close()
  await log.close()
  rmSync(root, { recursive: true, force: true })
})

async function records() {
  const reader = openReader({ folder: log.folder, after: 0 })
  const found = await reader.read(1e9)
  reader.close()
  return found.map(({ body }) => decodeRecord(body)!)
}
const post = (body: RequestInit['body'], headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}/w/1`, { method: 'POST', body: body!, headers })

test('a beacon is answered 204 and its bytes are in the log, with the stamp that judging needs', async () => {
  const response = await post('{"v":1}', {
    'user-agent': 'Ünit/1',
    origin: 'https://shop.example',
    'sec-purpose': 'prefetch',
    'sec-gpc': '1',
    'x-forwarded-for': '203.0.113.77',
    'cf-ipcountry': 'DE',
  })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.has('set-cookie')).toBe(false)
  const [record] = await records()
  expect(record!.body.toString()).toBe('{"v":1}')
  expect(record!.stamp).toEqual({
    v: 1,
    route: 'beacon',
    receivedAt: expect.any(Number),
    datacenter: 'a',
    address: '203.0.113.0/24',
    addressHash: expect.stringMatching(/^[\w-]{16}$/),
    agent: 'Ünit/1',
    purpose: 'prefetch',
    origin: 'https://shop.example',
    gpc: true,
    country: 'DE',
  })
})

test('good, forged and nonsense get the same answer', async () => {
  const bodies = ['{"v":1,"site":"s","events":[]}', 'nonsense', '\0\uFFFF', new Uint8Array([0xff, 0xfe, 0])]
  const answers = await Promise.all(bodies.map((body) => post(body)))
  const seen = answers.map(({ status, headers }) => [status, [...headers].filter(([name]) => name !== 'date')])
  for (const one of seen) expect(one).toEqual(seen[0])
})

test('a body over the limit is 413 and not recorded; one of exactly the limit is', async () => {
  expect((await post('x'.repeat(60_001))).status).toBe(413)
  expect((await post('x'.repeat(60_000))).status).toBe(204)
  expect((await records()).map(({ body }) => body.length)).toEqual([60_000])
})

test('a pixel records its batch; an image gets an image, others a 204; HEAD is recorded as HEAD', async () => {
  const d = Buffer.from('{"v":1,"ü":2}').toString('base64url')
  const image = await fetch(`${origin}/w/1.gif?d=${d}`, { headers: { accept: 'image/avif,image/*' } })
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/gif'])
  expect((await fetch(`${origin}/w/1.gif?d=~not~base64`)).status).toBe(204)
  expect((await fetch(`${origin}/w/1.gif?d=${d}`, { method: 'HEAD' })).status).toBe(204)
  expect((await fetch(`${origin}/w/1.gif?d=${'A'.repeat(8_001)}`)).status).toBe(413)
  const found = await records()
  expect(found.map(({ body, stamp }) => [stamp.route, body.toString(), stamp.method])).toEqual([
    ['pixel', '{"v":1,"ü":2}', undefined],
    ['pixel', '~not~base64', undefined],
    ['pixel', '{"v":1,"ü":2}', 'HEAD'],
  ])
})

const payload = { s: 'bookstore', l: 'l1', p: 'mail', t: 1, i: ['emma'], u: 'https://shop.example/emma?a=1' }

test('a signed redirect leads on, expired or not, and is a click in the log', async () => {
  const token = signToken(key, payload)
  const response = await fetch(`${origin}/r/${token}`, { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([302, payload.u])
  const [record] = await records()
  const batch = readBatch(record!.body)
  expect(batch.ok && batch.rejected).toEqual([])
  expect(batch.ok && batch.events[0]!.event).toMatchObject({ type: 'click', item: 'emma', how: 'other', list: token })
})

test('what was not signed by us leads nowhere', async () => {
  const other: TokenKey = { ...key, secret: tokenSecret(Buffer.alloc(32, 8)) }
  const tokens = [signToken(other, payload), signToken(key, { ...payload, u: undefined as never }), 'x', '', '%00']
  for (const token of tokens)
    expect((await fetch(`${origin}/r/${token}`, { redirect: 'manual' })).status, token).toBe(404)
})

test('a link leads on when the log cannot be written, while a beacon gets 503', async () => {
  await log.close()
  expect((await fetch(`${origin}/r/${signToken(key, payload)}`, { redirect: 'manual' })).status).toBe(302)
  const refused = await post('{}')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain('wayside_redirects_unrecorded_total 1')
})

test('the tag is served for ever by version, for an hour as v1', async () => {
  const fixed = await fetch(`${origin}/tag/1.0.0/wayside.js`)
  expect([await fixed.text(), fixed.headers.get('cache-control')]).toEqual([
    'flat()',
    'public, max-age=31536000, immutable',
  ])
  const newest = await fetch(`${origin}/tag/v1/wayside.js`, { headers: { 'accept-encoding': 'br' } })
  expect([await newest.text(), newest.headers.get('cache-control')]).toEqual(['newest()', 'public, max-age=3600'])
  const etag = newest.headers.get('etag')!
  expect((await fetch(`${origin}/tag/v1/wayside.js`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(`${origin}/tag/1.0.0/..%2f..%2fa`)).status).toBe(404)
})

test('health, readiness and figures are told', async () => {
  await post('{}')
  expect((await fetch(`${origin}/healthz`)).status).toBe(200)
  expect((await fetch(`${origin}/readyz`)).status).toBe(200)
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  expect(metrics).toContain('wayside_records_total{route="beacon"} 1\n')
  expect(metrics).toContain('wayside_acknowledge_seconds_count 1\n')
  expect((await fetch(`${origin}/w/1`)).status).toBe(405)
  expect((await fetch(`${origin}/elsewhere`)).status).toBe(404)
})

test('an address over its rate gets 429 and when to come back; another one is served', async () => {
  const slow = await startCollector({
    port: 0,
    host: '127.0.0.1',
    log,
    datacenter: 'a',
    proxies: ['127.0.0.1'],
    ratePerSecond: 0.1,
    rateBurst: 2,
  })
  const from = (address: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${slow.port}/w/1`, { method: 'POST', body: '{}', headers: { 'x-forwarded-for': address } })
  expect((await from('2001:db8::1')).status).toBe(204)
  expect((await from('2001:db8::2')).status).toBe(204)
  const limited = await from('2001:db8::3')
  expect([limited.status, Number(limited.headers.get('retry-after'))]).toEqual([429, 10])
  expect((await from('2001:db8:0:1::1')).status).toBe(204)
  await slow.close()
})
