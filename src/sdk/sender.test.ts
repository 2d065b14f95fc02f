// The sender against a real HTTP server that reads batches as the API does, and fails as it is told.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Event, readBatch } from '../event/index.ts'
import { createSender, type Fault, type Sender, type SenderOptions } from './index.ts'

type Mode = 'ok' | 'hang' | 'login page' | { status: number; body?: unknown; retryAfter?: number }

class Service {
  mode: Mode = 'ok'
  bytesMax = Number.POSITIVE_INFINITY
  readonly events: Event[] = []
  readonly outboxes = new Set<string>()
  requests = 0
  keys = new Set<string | undefined>()
  readonly server: Server = createServer((request, response) => void this.#answer(request, response))
  url = ''

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/base`
    return this
  }
  stop(): Promise<unknown> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    this.requests++
    this.keys.add(request.headers.authorization)
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    if (this.mode === 'hang') return
    if (this.mode === 'login page') return void response.writeHead(200).end('<h1>Please log in</h1>')
    if (this.mode !== 'ok') {
      if (this.mode.retryAfter !== undefined) response.setHeader('retry-after', this.mode.retryAfter)
      return json(this.mode.status, this.mode.body ?? {})
    }
    if (request.url !== '/base/api/v1/events') return json(404, { code: 'NOT_FOUND', message: '' })
    if (body.length > this.bytesMax) return json(413, { code: 'BATCH_TOO_LARGE', message: '' })
    const read = readBatch(body)
    if (!read.ok) return json(422, { code: read.code, message: '' })
    if (read.batch.outbox) this.outboxes.add(read.batch.outbox)
    this.events.push(...read.events.map(({ event }) => event))
    json(200, { accepted: read.events.length, rejected: read.rejected })
  }
}

let a: Service
let b: Service
let folder: string
let senders: Sender[] = []
let faults: Fault[] = []

beforeEach(async () => {
  ;[a, b] = await Promise.all([new Service().start(), new Service().start()])
  folder = mkdtempSync(join(tmpdir(), 'wayside-sdk-'))
  faults = []
})
afterEach(async () => {
  await Promise.all(senders.map((sender) => sender.close({ deadlineMs: 0 })))
  senders = []
  await Promise.all([a.stop(), b.stop()])
  rmSync(folder, { recursive: true, force: true })
})

function sender(options: Partial<SenderOptions> = {}): Sender {
  const made = createSender({
    urls: [a.url, `${b.url}/`],
    key: 'write-key',
    site: 'bookstore',
    onFault: (fault) => void faults.push(fault),
    ...options,
  })
  senders.push(made)
  return made
}
const list = (id: string, count = 2): { list: string; placement: string; variant: string; items: string[] } => ({
  list: id,
  placement: 'product-page',
  variant: 'similar',
  items: Array.from({ length: count }, (_, i) => `book-${i}`),
})
const balanced = (made: Sender): boolean => {
  const c = made.counters()
  return (
    c.recorded + c.inherited === c.delivered + c.rejected + c.refused + c.dropped + c.expired + c.handedOver + c.pending
  )
}
const files = (ending: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(ending))

test('a served list becomes one event an item, with position and propensity; a conversion keeps its value', async () => {
  const made = sender()
  made.served({ ...list('l1'), propensities: [0.5, 0.25], positions: [3, 7], occurredAt: 1_700_000_000_000.311 })
  made.conversion({ order: 'o1', list: 'l1', item: 'book-0', value: '-12.50', currency: 'EUR' })
  expect(await made.close()).toMatchObject({ recorded: 3, delivered: 3, pending: 0, requests: 1, failures: 0 })
  expect(a.events).toMatchObject([
    { n: 1, type: 'served', listId: 'l1', placement: 'product-page', variant: 'similar', item: 'book-0', position: 3 },
    { n: 2, position: 7, propensity: 0.25, occurredAt: 1_700_000_000_000, micros: 311 },
    { n: 3, type: 'conversion', order: 'o1', listId: 'l1', value: '-12.50', currency: 'EUR' },
  ])
  expect(a.events[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/)
  expect([...a.keys]).toEqual(['Bearer write-key'])
  expect(b.requests).toBe(0)
})

test.each(['memory', 'folder'])('without being closed it sends by itself, from its %s', async (kind) => {
  const made = sender(kind === 'folder' ? { folder } : {})
  made.served(list('l1'))
  await expect.poll(() => a.events.length, { timeout: 15_000 }).toBe(2)
  await expect.poll(() => made.counters()).toMatchObject({ delivered: 2, pending: 0 })
})

test.each<[string, Mode]>([
  ['hangs', 'hang'],
  ['answers 500', { status: 500 }],
  ['answers 401', { status: 401, body: { code: 'UNAUTHORIZED', message: 'no' } }],
  ['does not know the site yet', { status: 422, body: { code: 'SITE_UNKNOWN', message: 'no' } }],
  ['answers a redirect', { status: 302 }],
  ["answers 200 with somebody else's page", 'login page'],
  ['answers 422 without being the service', { status: 422 }],
])('when the first datacenter %s, the second gets each event once', async (_, mode) => {
  a.mode = mode
  const made = sender({ timeoutMs: 200 })
  made.served(list('l1'))
  expect(await made.close()).toMatchObject({ delivered: 2, failures: 1 })
  expect(b.events.map((event) => event.n)).toEqual([1, 2])
})

test('a datacenter that failed is tried last for a while', async () => {
  a.mode = 'hang'
  const made = sender({ timeoutMs: 200 })
  made.served(list('l1'))
  await expect.poll(() => made.counters().delivered, { timeout: 15_000 }).toBe(2)
  made.served(list('l2'))
  await made.close()
  expect([a.requests, b.requests]).toEqual([1, 2])
})

test('with both down nothing is thrown and nothing lost: all arrive, once, when one is back', async () => {
  a.mode = { status: 503, retryAfter: 0 }
  await b.stop()
  const made = sender({ folder })
  for (let i = 0; i < 50; i++) made.served(list(`l${i}`, 10))
  await expect.poll(() => made.counters().failures, { timeout: 15_000 }).toBeGreaterThanOrEqual(4)
  expect(made.counters()).toMatchObject({ pending: 500, inMemory: 0, delivered: 0 })
  a.mode = 'ok'
  expect(await made.close()).toMatchObject({ delivered: 500, pending: 0 })
  expect(new Set(a.events.map((event) => event.id)).size).toBe(500)
  expect(a.events.length).toBe(500)
  expect(faults.map((fault) => fault.code)).toContain('UNREACHABLE')
  await b.start()
})

test('what a closed sender could not send, the next one on the folder sends, under the first outbox', async () => {
  a.mode = b.mode = { status: 503 }
  const first = sender({ folder })
  first.served(list('l1'))
  expect(await first.close({ deadlineMs: 100 })).toMatchObject({ pending: 2, inMemory: 0 })
  a.mode = 'ok'
  const second = sender({ folder })
  await expect.poll(() => second.counters().delivered, { timeout: 15_000 }).toBe(2)
  await expect.poll(() => second.counters()).toMatchObject({ inherited: 2, recorded: 0, pending: 0 })
  expect(a.outboxes.size).toBe(1)
  await expect.poll(() => files('ndjson')).toEqual([])
  expect(balanced(second)).toBe(true)
})

test("a torn end and zeros that a crash left are cut; the whole lines before them are sent; another site's stay", async () => {
  a.mode = b.mode = { status: 503 }
  const first = sender({ folder })
  first.served(list('l1', 3))
  await first.close({ deadlineMs: 50 })
  const [name] = files('ndjson')
  writeFileSync(join(folder, name!), `\0\0\0\n{"id":"torn`, { flag: 'a' })
  const other = sender({ folder, site: 'toyshop' })
  a.mode = 'ok'
  expect(await other.close()).toMatchObject({ inherited: 0 })
  const second = sender({ folder })
  await expect.poll(() => second.counters().delivered, { timeout: 15_000 }).toBe(3)
  expect(second.counters()).toMatchObject({ inherited: 3, rejected: 0 })
})

test('a batch of a living sender is left to it; of a silent one it is taken, and the first one goes on', async () => {
  a.mode = b.mode = { status: 503, retryAfter: 300 }
  let at = Date.now()
  const first = sender({ folder, now: () => at })
  first.served(list('l1'))
  await first.saved()
  at += 2_000
  const neighbour = sender({ folder })
  neighbour.conversion({ order: 'o1' })
  await neighbour.saved()
  await expect.poll(() => first.counters().failures, { timeout: 15_000 }).toBeGreaterThan(0)
  expect(neighbour.counters().inherited).toBe(0)
  // The first sender's process stands still for two minutes: its sign of life is that old.
  const alive = files('alive')
  rmSync(join(folder, alive.sort()[0]!))
  a.mode = 'ok'
  const third = sender({ folder })
  await expect.poll(() => third.counters().delivered, { timeout: 15_000 }).toBe(2)
  at += 120_000
  first.served(list('l2'))
  await first.saved()
  expect(await first.close()).toMatchObject({ recorded: 4, delivered: 2, handedOver: 2, pending: 0 })
  // The neighbour's own event may have come too.
  const lists = a.events.flatMap(({ listId }) => listId ?? [])
  expect(lists.sort()).toEqual(['l1', 'l1', 'l2', 'l2'])
})

test('a refused event is counted by its code, and its neighbours arrive', async () => {
  const made = sender()
  made.served({ ...list('l1'), items: ['good', 'x'.repeat(201)] })
  made.conversion({ value: '1,50' })
  expect(await made.close()).toMatchObject({
    delivered: 1,
    rejected: 2,
    rejectedBy: { EVENT_ITEM: 1, EVENT_VALUE: 1 },
  })
  expect(faults.map((fault) => fault.code).sort()).toEqual(['EVENT_ITEM', 'EVENT_VALUE'])
})

test('a batch that is refused whole is set aside in the folder and holds nothing up', async () => {
  a.mode = { status: 422, body: { code: 'BATCH_VERSION', message: 'newer' } }
  const made = sender({ folder, urls: [a.url] })
  made.served(list('l1'))
  await expect.poll(() => made.counters().refused, { timeout: 15_000 }).toBe(2)
  a.mode = 'ok'
  made.served(list('l2'))
  expect(await made.close()).toMatchObject({ refused: 2, delivered: 2, pending: 0 })
  expect(files('refused')).toHaveLength(1)
})

test('a proxy that takes less than a batch gets it in parts', async () => {
  a.bytesMax = 2_000
  const made = sender({ urls: [a.url] })
  made.served(list('l1', 100))
  expect(await made.close()).toMatchObject({ delivered: 100, refused: 0 })
  expect(a.events.map((event) => event.position)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
})

test('memory is bounded: what finds no room is dropped and counted, and conversions have a reserve', async () => {
  a.mode = b.mode = { status: 503 }
  const made = sender({ memoryBytesMax: 100_000 })
  for (let i = 0; i < 100; i++) made.served(list(`l${i}`, 20))
  const full = made.counters()
  expect(full.dropped).toBeGreaterThan(0)
  expect(full.pending * 150).toBeLessThan(100_000)
  made.conversion({ order: 'o1', value: '1', currency: 'EUR' })
  expect(made.counters()).toMatchObject({ dropped: full.dropped, pending: full.pending + 1 })
  expect(faults.map((fault) => fault.code)).toContain('OUTBOX_FULL')
  expect(balanced(made)).toBe(true)
})

test.each(['memory', 'folder'])('what was delivered frees its room in the %s', async (kind) => {
  const made = sender(kind === 'folder' ? { folder, folderBytesMax: 20_000 } : { memoryBytesMax: 20_000 })
  for (let round = 1; round <= 3; round++) {
    made.served(list(`l${round}`, 75))
    expect(await made.saved()).toBe(kind === 'folder')
    await expect.poll(() => made.counters(), { timeout: 15_000 }).toMatchObject({ delivered: 75 * round, pending: 0 })
  }
  expect(made.counters()).toMatchObject({ dropped: 0 })
})

test('a folder that fills up overflows into memory; one that cannot be used is reported, and events are still sent', async () => {
  a.mode = b.mode = { status: 503 }
  const full = sender({ folder, folderBytesMax: 1_000 })
  full.served(list('l1', 50))
  expect(await full.saved()).toBe(false)
  expect(full.counters()).toMatchObject({ pending: 50, dropped: 0 })
  expect(full.counters().inMemory).toBeGreaterThan(40)
  writeFileSync(join(folder, 'a-file'), '')
  a.mode = 'ok'
  const unusable = sender({ folder: join(folder, 'a-file') })
  unusable.served(list('l2'))
  expect(await unusable.saved()).toBe(false)
  expect(await unusable.close()).toMatchObject({ delivered: 2 })
  expect(faults.map((fault) => fault.code)).toContain('OUTBOX_FOLDER')
})

test('nothing is thrown into the recommender, whatever it tells and whenever', async () => {
  const made = sender({
    onFault: () => {
      throw new Error('a handler that fails')
    },
  })
  made.served(undefined as never)
  made.served({ ...list('l1'), items: [1n as never] })
  made.conversion({ value: { toJSON: () => 'x'.repeat(10_000) } as never })
  await made.close()
  made.served(list('l1'))
  expect(made.counters()).toMatchObject({ recorded: 5, dropped: 5, delivered: 0 })
})

test('close keeps its deadline while a datacenter hangs, and what was not sent stays in the folder', async () => {
  a.mode = b.mode = 'hang'
  const made = sender({ folder })
  made.served(list('l1'))
  const started = performance.now()
  expect(await made.close({ deadlineMs: 300 })).toMatchObject({ pending: 2, inMemory: 0 })
  expect(performance.now() - started).toBeLessThan(1_500)
  expect(files('ndjson')).toHaveLength(1)
  expect(files('alive')).toEqual([])
})

test.each([
  [{ urls: [] }, 'at least one URL'],
  [{ urls: ['ftp://a'] }, 'no http or https URL'],
  [{ urls: ['https://user:word@a'] }, 'without user'],
  [{ key: 'a\nb' }, 'odd characters'],
  [{ site: '' }, 'needs a site'],
])('a setting that cannot work is refused when the sender is made: %o', (change, message) => {
  expect(() => createSender({ urls: [a.url], key: 'k', site: 's', ...change })).toThrow(message)
})
