// TLS: the same routes by HTTP/1.1 and HTTP/2, the fast lane included; certificates are read again when they change.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Log, openLog, openReader } from '../log/index.ts'
import { type Collector, startCollector } from './index.ts'

let root: string
let log: Log
let collector: Collector
const said: string[] = []
const file = (name: string): string => join(root, name)

function makeCertificate(name: string): void {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const made = spawnSync('openssl', [
    ...args,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    file(`${name}.key`),
    '-out',
    file(`${name}.crt`),
  ])
  if (made.status !== 0) throw new Error(`openssl is needed: apt-get install openssl. ${made.stderr}`)
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wayside-tls-'))
  for (const name of ['first', 'second']) makeCertificate(name)
  copyFileSync(file('first.crt'), file('crt'))
  copyFileSync(file('first.key'), file('key'))
  log = await openLog({ folder: file('log') })
  const tls = { certFile: file('crt'), keyFile: file('key') }
  collector = await startCollector({
    port: 0,
    host: '127.0.0.1',
    log,
    datacenter: 'a',
    tls,
    onTrouble: (text) => said.push(text),
  })
})
afterAll(async () => {
  await collector.close()
  await log.close()
  rmSync(root, { recursive: true, force: true })
})

function post(body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: collector.port,
        path: '/w/1',
        method: 'POST',
        rejectUnauthorized: false,
        agent: false,
        headers: { connection: 'keep-alive', 'content-length': body.length },
      },
      (res) => {
        res.resume()
        res.on('end', () => resolve(res.statusCode!))
      },
    )
    req.on('error', reject)
    req.end(body)
  })
}

function nameServed(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: collector.port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('a beacon by HTTP/1.1 on TLS goes by the fast lane', async () => {
  const before = collector.figures().door.lane
  expect(await post('by TLS')).toBe(204)
  expect(collector.figures().door.lane).toBe(before + 1)
})

test('HTTP/2 has the same routes and answers, many at a time', async () => {
  const session = connectHttp2(`https://127.0.0.1:${collector.port}`, { rejectUnauthorized: false })
  const ask = (headers: Record<string, string>, body?: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const stream = session.request(headers)
      stream.on('response', (answer) => resolve(Number(answer[':status'])))
      stream.on('error', reject)
      stream.resume()
      stream.end(body)
    })
  const many = Array.from({ length: 50 }, (_, n) => ask({ ':method': 'POST', ':path': '/w/1' }, `by HTTP/2 ${n}`))
  expect(new Set(await Promise.all(many))).toEqual(new Set([204]))
  expect(await ask({ ':path': '/healthz' })).toBe(200)
  expect(await ask({ ':method': 'POST', ':path': '/w/1' }, 'x'.repeat(60_001))).toBe(413)
  session.close()
  const reader = openReader({ folder: log.folder, after: 0 })
  const bodies = (await reader.read(1e7)).map(({ body }) => body.toString().split('\n')[1])
  reader.close()
  expect(bodies.filter((body) => body?.startsWith('by HTTP/2'))).toHaveLength(50)
})

test('a new certificate is used without a restart; one that does not fit its key is not', async () => {
  expect(await nameServed()).toBe('first')
  writeFileSync(file('crt'), 'no certificate')
  await expect.poll(() => said.join('\n'), { timeout: 15_000 }).toContain('the old ones stay')
  expect(await nameServed()).toBe('first')
  copyFileSync(file('second.key'), file('key'))
  copyFileSync(file('second.crt'), file('crt'))
  await expect.poll(nameServed, { timeout: 15_000, interval: 200 }).toBe('second')
  expect(await post('after')).toBe(204)
})
