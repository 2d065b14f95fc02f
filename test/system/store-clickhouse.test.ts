// The driver for a ClickHouse server. No server can be had here, so this checks what goes over the wire, against an HTTP server that
// records it; that the statements themselves are right is checked through the embedded engine, which takes the same text.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, TABLES } from '../../src/store/index.ts'

interface Seen {
  url: URL
  headers: IncomingMessage['headers']
  body: Buffer
}

let server: Server
let seen: Seen[]
let answer: (request: Seen) => { status: number; body: string }

beforeEach(async () => {
  seen = []
  answer = () => ({ status: 200, body: '' })
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        url: new URL(request.url ?? '/', 'http://x'),
        headers: request.headers,
        body: Buffer.concat(chunks),
      }
      seen.push(one)
      const { status, body } = answer(one)
      response.writeHead(status, status === 200 ? {} : { 'x-clickhouse-exception-code': '60' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const open = (): ReturnType<typeof openStore> =>
  openStore({
    clickhouse: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      user: 'wayside',
      password: 'secret',
      database: 'clicks',
    },
  })
const textOf = ({ url, body }: Seen): string => url.searchParams.get('query') ?? body.toString()

test('opening applies every migration, in the named database, with the credentials out of the URL', async () => {
  const store = await open()
  await store.close()
  const statements = seen.map(textOf)
  expect(statements.filter((text) => text.includes('CREATE TABLE IF NOT EXISTS events')).length).toBe(1)
  expect(statements.filter((text) => text.startsWith('INSERT INTO migrations')).length).toBeGreaterThanOrEqual(2)
  expect(seen.every(({ url }) => url.searchParams.get('database') === 'clicks')).toBe(true)
  expect(seen.every(({ url }) => !url.href.includes('secret'))).toBe(true)
  expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('wayside:secret').toString('base64')}`)
})

test('values are bound, never spliced', async () => {
  const store = await open()
  answer = () => ({ status: 200, body: '{"receivedAt":5}\n' })
  expect(await store.select('findCopies', { site: "x' OR 1=1", id: 'i', copies: 3 })).toEqual([{ receivedAt: 5 }])
  const last = seen.at(-1)!
  expect(textOf(last)).not.toContain('OR 1=1')
  expect(decodeURIComponent(last.url.searchParams.get('param_site') ?? '')).toContain('OR 1=1')
  await store.close()
})

test('rows go in as the body of the INSERT, under their token', async () => {
  const store = await open()
  const rows = Buffer.from([1, 2, 3])
  await store.insert('insertRecords', [rows.subarray(0, 1), rows.subarray(1)], 'a-0:1-2')
  const { url, body } = seen.at(-1)!
  const query = url.searchParams.get('query') ?? ''
  expect(query).toMatch(
    /^INSERT INTO records \(`log`, .+\) SELECT `log`, .+ FROM input\('`log` LowCardinality\(String\), .+'\)\s+FORMAT Native$/s,
  )
  for (const name of Object.keys(TABLES.insertRecords)) expect(query).toContain(`\`${name}\``)
  expect(url.searchParams.get('insert_deduplication_token')).toBe('insertRecords a-0:1-2')
  expect(body).toEqual(rows)
  await store.close()
})

test('a statement that fails is a failure, and a server that is away is STORE_UNAVAILABLE', async () => {
  const store = await open()
  answer = () => ({ status: 500, body: 'Code: 60. DB::Exception: no such table. (UNKNOWN_TABLE) (version 26.7)' })
  await expect(store.select('countQuarantine')).rejects.toMatchObject({ name: 'StatementFailed' })
  await expect(store.insert('insertRecords', [Buffer.from([1])], 't')).rejects.toMatchObject({
    name: 'StatementFailed',
  })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await expect(store.select('countQuarantine')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  await store.close()
})
