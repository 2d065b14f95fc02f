// One node as an operator meets it: `wayside serve`, a beacon, a report; and what the command line says when something is wrong.
import { expect, test } from 'vitest'
import { eventually, startWayside, temporaryFolder, wayside } from '../wayside.ts'

const ID = '01935d6e-7c1a-7abc-8def-0123456789'

interface Batch {
  v: number
  site: string
  outbox: string
  sentAt: number
  events: object[]
}

function clickOn(token: string, n: number): Batch {
  const now = Date.now()
  return {
    v: 1,
    site: 'demo',
    outbox: `${ID}ff`,
    sentAt: now,
    events: ['impression', 'click'].map((type, at) => ({
      id: `${ID}${n}${at}`,
      n: n * 2 + at - 1,
      type,
      occurredAt: now,
      list: token,
      item: 'emma',
      position: 1,
      trusted: true,
      how: 'primary',
    })),
  }
}

test('a node starts without a file, counts a click once however often it comes, and leaves no process behind', async () => {
  const data = temporaryFolder()
  const node = startWayside('serve', '--data', data, '--collector-port', '0', '--api-port', '0')
  const [, key] = await node.until(/read key\s+(\S+)/)
  const [, api] = await node.until(/backend ready: (http:\S+)/)
  const [, collector] = await node.until(/collector ready: (http:\S+)/)
  await node.until(/ready; data in/)
  const token = wayside(
    'token',
    'sign',
    '--data',
    data,
    '--site',
    'demo',
    '--placement',
    'home',
    '--items',
    'emma,persuasion',
  ).out.trim()
  const headers = {
    'Content-Type': 'text/plain',
    'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  }
  for (let copy = 0; copy < 3; copy++) {
    const answer = await fetch(`${collector}/w/1`, { method: 'POST', body: JSON.stringify(clickOn(token, 1)), headers })
    expect(answer.status).toBe(204)
  }
  const ask = async (path: string): Promise<Record<string, unknown>> =>
    (await (await fetch(`${api}/api/v1/${path}`, { headers: { Authorization: `Bearer ${key}` } })).json()) as Record<
      string,
      unknown
    >
  const books = await eventually(
    () => ask('books?site=demo'),
    (answer) => answer.received === 6,
  )
  expect(books).toMatchObject({
    received: 6,
    counted: 2,
    duplicate: 4,
    invalid: {},
    quarantined: 0,
    balanced: true,
    lagMs: expect.any(Number),
    backlogMs: 0,
  })
  expect(await ask('report?site=demo&by=item')).toMatchObject({
    rows: [{ item: 'emma', impressions: 1, clicks: 1, clickThroughRate: 1 }],
  })

  const beside = wayside('report', '--data', data, '--site', 'demo', '--format', 'json')
  expect(JSON.parse(beside.out)).toMatchObject({ rows: [{ clicks: 1 }] })
  const remote = wayside('report', '--url', api!, '--key', key!, '--site', 'demo', '--format', 'json')
  expect(JSON.parse(remote.out)).toMatchObject({ rows: [{ clicks: 1 }] })

  expect(await node.stop()).toBe(0)
  await expect(fetch(`${collector}/healthz`)).rejects.toThrow()
  const local = wayside('books', '--data', data, '--site', 'demo', '--format', 'json')
  expect(JSON.parse(local.out)).toMatchObject({ received: 6, counted: 2, duplicate: 4, balanced: true })
})

test('a taken port is an error that names the flag', async () => {
  const first = startWayside('load', '--data', temporaryFolder(), '--api-port', '0')
  const [, port] = await first.until(/backend ready: http:\/\/127\.0\.0\.1:(\d+)/)
  const second = wayside('load', '--data', temporaryFolder(), '--api-port', port!)
  expect(second.status).toBe(1)
  expect(second.err).toContain('--api-port')
})

test('a key covers its sites and its right only, and ends when it is revoked', async () => {
  const data = temporaryFolder()
  for (const site of ['bookstore', 'toyshop']) wayside('key', 'add', '--data', data, '--site', site)
  const read = wayside('key', 'add', '--data', data, '--site', 'bookstore', '--kind', 'read')
  const node = startWayside('load', '--data', data, '--api-port', '0')
  const [, api] = await node.until(/backend ready: (http:\S+)/)
  const status = async (path: string, init: RequestInit = {}): Promise<number> =>
    (
      await fetch(`${api}${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${read.out.trim()}`, 'Content-Type': 'application/json' },
      })
    ).status
  expect(await status('/api/v1/books?site=bookstore')).toBe(200)
  expect(await status('/api/v1/books?site=toyshop')).toBe(403)
  expect(await status('/api/v1/report?site=toyshop&by=item')).toBe(403)
  expect(await status('/api/v1/events', { method: 'POST', body: '{}' })).toBe(403)
  expect((await fetch(`${api}/api/v1/books?site=bookstore`)).status).toBe(401)
  const [, id] = /id ([0-9a-f]+)/.exec(read.err)!
  wayside('key', 'revoke', '--data', data, id!)
  expect(
    await eventually(
      () => status('/api/v1/books?site=bookstore'),
      (code) => code === 401,
    ),
  ).toBe(401)
})
