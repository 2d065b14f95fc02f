// Who may read what over HTTP: every route that the API describes, every dimension, keys, rates, caching, formats.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEY_REQUESTS_MAX } from '../../src/api/index.ts'
import type { Event } from '../../src/event/index.ts'
import { Facts, fact, id } from './answers-kit.ts'

const DIMENSIONS = ['site', 'placement', 'position', 'item', 'variant', 'hour', 'day', 'country', 'device', 'via']
const facts = new Facts('mine', 'theirs-zebra')
let url = ''
let close: () => Promise<void>
let [mine, theirs, everything, writer, admin, adminOfMine] = ['', '', '', '', '', '']
let theirEvent = ''

/** Every name that the other site's events carry holds "zebra", and their times are of another year. */
function events(word: string, day: string): Event[] {
  const names = { listId: `l-${word}`, item: `item-${word}`, placement: `place-${word}`, variant: `variant-${word}` }
  return [
    fact('impression', `${day}T10:00:00Z`, names),
    fact('view', `${day}T10:00:01Z`, names),
    fact('click', `${day}T10:00:02Z`, { ...names, visitor: `visitor-${word}` }),
    fact('conversion', `${day}T10:05:00Z`, {
      value: '10',
      currency: 'EUR',
      order: `order-${word}`,
      visitor: `visitor-${word}`,
    }),
  ]
}

beforeAll(async () => {
  await facts.open()
  await facts.tell('mine', events('lion', '2026-11-02'))
  const others = events('zebra', '2019-03-04')
  theirEvent = others[2]!.id
  await facts.tell('theirs-zebra', others, '2026-11-02T10:06:00Z')
  const served = await facts.serve('read:mine', 'read:theirs-zebra', 'read:*', 'write:mine', 'admin:*', 'admin:mine')
  url = served.url
  close = () => served.api.close()
  ;[mine = '', theirs = '', everything = '', writer = '', admin = '', adminOfMine = ''] = served.keys
})
afterAll(async () => {
  await close()
  await facts.close()
})

async function get(
  path: string,
  key: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${key}`, ...headers } })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

interface Described {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[]; security?: object[] }>>
}
const describe = async (): Promise<Described> => JSON.parse((await get('/api/v1/openapi.json', '')).text)

/** A stream never ends; it is read for a moment. */
async function glance(path: string, key: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${url}${path}`, {
    headers: { Authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(1_500),
  })
  let text = ''
  try {
    for await (const chunk of answer.body!) text += Buffer.from(chunk).toString()
  } catch {
    // The moment is over.
  }
  return { status: answer.status, text }
}

test('no read route that the API describes shows a key another site’s rows, by any dimension or name', async () => {
  const { paths } = await describe()
  const reads = Object.entries(paths).filter(([, methods]) => methods.get)
  expect(reads.length).toBeGreaterThan(5)
  for (const [path, { get: described }] of reads) {
    const parameters = (described?.parameters ?? [])
      .filter(({ in: where }) => where === 'query')
      .map(({ name }) => name)
    const real = path.replace('{id}', theirEvent)
    const look = path.endsWith('/feed') ? glance : get
    const tried = ['']
    if (parameters.includes('by')) tried.push(...DIMENSIONS.map((name) => `by=${name}`), `by=${DIMENSIONS.join(',')}`)
    if (parameters.includes('format'))
      tried.push('by=item&format=csv', 'by=item&format=ndjson', 'by=item&format=parquet')
    if (parameters.includes('asOf'))
      tried.push('from=2019-03-04&to=2019-03-05', 'from=2019-03-04&to=2019-03-05&site=mine')
    if (parameters.includes('since')) tried.push('since=2019-01-01T00:00:00Z')
    for (const query of tried) {
      const own = await look(`${real}?${query}`, mine)
      expect([200, 403, 404, 422], `${path}?${query}`).toContain(own.status)
      expect(own.text, `${path}?${query}`).not.toMatch(/zebra|2019/)
      if (!parameters.includes('site')) continue
      const named = await look(`${real}?${query}&site=theirs-zebra`, mine)
      // A question that is wrong about anybody's site may say so first.
      const about = (await look(`${real}?${query}&site=mine`, mine)).status
      expect(about === 422 ? [403, 422] : [403], `${path}?${query}&site=theirs-zebra`).toContain(named.status)
      expect(named.text).not.toMatch(/2019|item-zebra/)
    }
  }
})

test('the same questions do show them to who may see them, so the test above can fail', async () => {
  for (const key of [theirs, everything]) {
    expect((await get('/api/v1/report?by=item', key)).text).toContain('item-zebra')
    expect((await get('/api/v1/events', key)).text).toContain('zebra')
    expect((await get(`/api/v1/events/${theirEvent}`, key)).status).toBe(200)
  }
  expect((await get(`/api/v1/events/${theirEvent}`, mine)).status).toBe(404)
})

test('every described route asks for a key, and for the right that it needs', async () => {
  const { paths } = await describe()
  const open: string[] = []
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { security }] of Object.entries(methods)) {
      if (security?.length === 0) {
        open.push(`${method} ${path}`)
        continue
      }
      const real = path.replace('{id}', id())
      const ask = async (key: string): Promise<number> =>
        (await fetch(`${url}${real}`, { method, headers: { Authorization: `Bearer ${key}` } })).status
      expect(await ask(''), `${method} ${path}`).toBe(401)
      expect(await ask('wayside_read_guess'), `${method} ${path}`).toBe(401)
      if (method !== 'get' || /keys|webhooks|sessions|shares|audit/.test(path))
        expect(await ask(mine), `${method} ${path}`).toBe(403)
      if (method === 'get') expect(await ask(writer), `${method} ${path}`).toBe(403)
    }
  expect(open.sort()).toEqual(['delete /api/v1/session', 'post /api/v1/session'])
})

test('an answer that has not changed is not sent again, and is kept by its asker alone', async () => {
  const first = await get('/api/v1/report?by=item', mine)
  const tag = first.headers.get('ETag')!
  expect(first.headers.get('Cache-Control')).toBe('private, no-cache')
  expect(await get('/api/v1/report?by=item', mine, { 'If-None-Match': tag })).toMatchObject({ status: 304, text: '' })
  expect((await get('/api/v1/report?by=item', theirs, { 'If-None-Match': tag })).status).toBe(200)
})

test('a report comes as CSV, NDJSON and Parquet as well', async () => {
  const csv = await get('/api/v1/report?by=item&format=csv', mine)
  expect(csv.headers.get('Content-Type')).toMatch(/^text\/csv/)
  expect(csv.text).toMatch(/\r\nitem-lion,1,1,1,/)
  const lines = (await get('/api/v1/report?by=item&format=ndjson', mine)).text.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ item: 'item-lion', clicks: 1 }),
  )
  expect((await get('/api/v1/report?by=item&format=parquet', mine)).text.slice(0, 4)).toBe('PAR1')
})

test('keys are made, rotated and ended over HTTP, at once, and their secrets are shown once', async () => {
  const post = async (
    path: string,
    key: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, string> }> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, string> }
  }
  const made = await post('/api/v1/keys', admin, { kind: 'read', sites: ['mine'] })
  expect((await get('/api/v1/books', made.body.key!)).status).toBe(200)
  const list = await get('/api/v1/keys', admin)
  expect(list.text).toContain(made.body.id)
  expect(list.text).not.toContain(made.body.key)
  const rotated = await post(`/api/v1/keys/${made.body.id}/rotate`, admin)
  expect(rotated.body).toMatchObject({ kind: 'read' })
  expect((await get('/api/v1/books', made.body.key!)).status).toBe(200)
  expect((await get('/api/v1/books', rotated.body.key!)).status).toBe(200)
  const end = await fetch(`${url}/api/v1/keys/${made.body.id}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${admin}` },
  })
  expect(end.status).toBe(200)
  expect((await get('/api/v1/books', made.body.key!)).status).toBe(401)
  // An admin key of one site stays within it.
  expect((await post('/api/v1/keys', adminOfMine, { kind: 'read', sites: ['theirs-zebra'] })).status).toBe(403)
  expect((await post('/api/v1/keys', adminOfMine, { kind: 'read', sites: '*' })).status).toBe(403)
  expect((await get('/api/v1/keys', adminOfMine)).text).not.toContain('zebra')
  expect((await post('/api/v1/keys', adminOfMine, { kind: 'signing', sites: ['mine'] })).status).toBe(200)
  expect((await post('/api/v1/keys', admin, { kind: 'signing', sites: ['mine', 'theirs-zebra'] })).status).toBe(422)
})

test('the description is OpenAPI 3.1, and the readable page brings everything with it', async () => {
  const description = JSON.parse((await get('/api/v1/openapi.json', '')).text)
  expect(description.openapi).toBe('3.1.0')
  const page = await get('/api/v1', '')
  for (const path of Object.keys(description.paths)) expect(page.text).toContain(path)
  expect(page.text).not.toMatch(/<script|<link|<img|https?:/)
})

test('a key that asks too often is told how long to wait, and others are not held up', async () => {
  const { keys, api, url: own } = await facts.serve('read:mine', 'read:mine')
  const ask = (key: string): Promise<Response> =>
    fetch(`${own}/api/v1/events/nothing`, { headers: { Authorization: `Bearer ${key}` } })
  for (let n = 0; n < KEY_REQUESTS_MAX; n += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(keys[0]!)))
    expect(answers.every(({ status }) => status === 422)).toBe(true)
  }
  const refused = await ask(keys[0]!)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' })
  expect((await ask(keys[1]!)).status).toBe(422)
  await api.close()
})
