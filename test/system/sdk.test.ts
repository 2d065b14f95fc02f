// What the SDKs tell arrives in a real store through the real API: each event once, with its list, variant and propensity.
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drain } from '../../src/loader/index.ts'
import { books, report } from '../../src/report/index.ts'
import { createSender } from '../../src/sdk/index.ts'
import { Facts } from './answers-kit.ts'

const facts = new Facts('bookstore')
let url = ''
let key = ''
let close: () => Promise<unknown>

beforeAll(async () => {
  await facts.open()
  const { api, url: where, keys } = await facts.serve('write:bookstore')
  url = where
  key = keys[0]!
  close = () => api.close()
})
afterAll(async () => {
  await close()
  await facts.close()
})

/** A port that nobody listens on: it was free a moment ago. */
async function deadUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return `http://127.0.0.1:${port}`
}

test('lists and conversions told by the Node SDK, with one datacenter dead, are in the books, each once', async () => {
  const sender = createSender({
    urls: [await deadUrl(), url],
    key,
    site: 'bookstore',
    folder: join(facts.folder, 'outbox'),
    onFault: () => {},
  })
  for (let i = 0; i < 150; i++) {
    const variant = i % 2 ? 'random' : 'bts'
    const list = { list: `list-${i}`, placement: 'home', variant, items: ['a', 'b', 'c'] }
    sender.served({ ...list, propensities: [0.5, 0.25, 0.25] })
    if (i % 10 === 0)
      sender.conversion({ order: `o-${i}`, list: `list-${i}`, item: 'a', value: '2.50', currency: 'EUR' })
  }
  expect(await sender.close()).toMatchObject({ recorded: 465, delivered: 465, rejected: 0, pending: 0 })
  await drain(facts.options)
  expect(await books(facts.store, { site: 'bookstore' })).toMatchObject({ received: 465, counted: 465, balanced: true })
  const { rows } = await report(facts.store, { site: 'bookstore' })
  expect(rows).toMatchObject([{ conversions: 15 }])
})

const hasPython = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)']).status === 0
test.skipIf(!hasPython && !process.env.CI)('so are those told by the Python SDK', async () => {
  const program = `
import sys
from wayside import Sender
sender = Sender([sys.argv[1]], sys.argv[2], "bookstore")
for i in range(50):
    sender.served(f"python-{i}", "home", ["a", "b"], variant="python", propensities=[0.5, 0.5])
counters = sender.close()
print(counters.delivered, counters.rejected_by)
`
  const env = {
    ...process.env,
    PYTHONPATH: resolve(import.meta.dirname, '../../sdk/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  }
  // Not spawnSync: the API that it talks to runs in this process.
  const { execFile } = await import('node:child_process')
  const out = await new Promise((done) =>
    execFile('python3', ['-c', program, url, key], { env }, (error, stdout, stderr) =>
      done(stdout + stderr + (error ?? '')),
    ),
  )
  expect(out).toBe('100 {}\n')
  await drain(facts.options)
  expect(await books(facts.store, { site: 'bookstore' })).toMatchObject({ counted: 565, balanced: true })
})

test('a key of another right is answered 403, and the events wait until it is mended', async () => {
  const { api, url: where, keys } = await facts.serve('read:bookstore')
  const codes: string[] = []
  const sender = createSender({
    urls: [where],
    key: keys[0]!,
    site: 'bookstore',
    onFault: ({ code }) => codes.push(code),
  })
  sender.conversion({ order: 'waits' })
  expect(await sender.close({ deadlineMs: 500 })).toMatchObject({ pending: 1, refused: 0, rejected: 0 })
  expect(codes).toContain('FORBIDDEN')
  await api.close()
})
