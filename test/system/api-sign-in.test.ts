// Signing in, sharing and what is told about it, over HTTP: who gets in, who does not, and who may frame what.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEY_REQUESTS_MAX, SIGN_IN_FAILURES_MAX } from '../../src/api/index.ts'
import { Proxies } from '../../src/collector/index.ts'
import { Facts, fact, type Served } from './answers-kit.ts'

const facts = new Facts('mine', 'theirs')
let served: Served
const pages = new Map([
  ['/', { type: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html><title>Wayside</title>') }],
  ['/assets/index-a1b2c3d4.js', { type: 'text/javascript', body: Buffer.from('0') }],
])

beforeAll(async () => {
  await facts.open()
  for (const site of ['mine', 'theirs'])
    await facts.tell(site, [
      fact('impression', '2026-11-02T10:00:00Z', { item: `item-${site}`, visitor: `visitor-${site}` }),
    ])
  served = await facts.serveWith({ pages }, 'read:mine', 'admin:mine', 'admin:*', 'write:mine')
})
afterAll(async () => {
  await served.api.close()
  await facts.close()
})

interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by tests only.
  body: any
}
async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: object): Promise<Answer> {
  const answer = await fetch(`${served.url}${path}`, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('Content-Type')?.includes('json')
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
}
const withKey = (key: string | undefined): Record<string, string> => ({ Authorization: `Bearer ${key}` })
const OWN = { 'Sec-Fetch-Site': 'same-origin' }

async function signIn(key: string | undefined): Promise<Record<string, string>> {
  const { status, headers } = await ask('POST', '/api/v1/session', OWN, { key })
  expect(status).toBe(200)
  const [cookie = ''] = headers.getSetCookie()
  expect(cookie).toMatch(/^wayside=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Strict$/)
  return { Cookie: cookie.split(';')[0]! }
}

test('a key signs in by its body; the session sees what the key sees, and ends when the key is revoked', async () => {
  const { keyring } = served
  const { id, key } = keyring.addApiKey('read', ['mine'])
  const session = await signIn(key)
  expect(session.Cookie).not.toContain(key)
  const me = await ask('GET', '/api/v1/session', session)
  expect(me.body).toMatchObject({ by: 'session', who: id, right: 'read', sites: ['mine'], everySite: false })
  expect((await ask('GET', '/api/v1/report?by=item', session)).body.rows[0].item).toBe('item-mine')
  expect((await ask('GET', '/api/v1/report?site=theirs', session)).status).toBe(403)
  expect((await ask('GET', '/api/v1/keys', session)).status).toBe(403)
  keyring.revoke(id)
  expect((await ask('GET', '/api/v1/session', session)).status).toBe(401)
})

test('signing out ends the session on the server, whoever still holds the cookie', async () => {
  const session = await signIn(served.keys[0])
  const out = await ask('DELETE', '/api/v1/session', { ...session, ...OWN })
  expect(out.headers.getSetCookie()[0]).toMatch(/^wayside=; Max-Age=0/)
  expect((await ask('GET', '/api/v1/session', session)).status).toBe(401)
})

test('a cookie that was changed, or not signed, is nobody’s', async () => {
  const { Cookie = '' } = await signIn(served.keys[0])
  const [name, value = ''] = Cookie.split('=')
  for (const forged of [`${name}=A${value.slice(1)}`, `${name}=${value.split('.')[0]}`, `${name}=`])
    expect((await ask('GET', '/api/v1/session', { Cookie: forged })).status, forged).toBe(401)
})

test('pages of other sites can neither use a session nor begin one', async () => {
  const session = await signIn(served.keys[2])
  const make = { kind: 'read', sites: ['mine'] }
  const foreign = [
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'http://other.localhost' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    {},
  ]
  for (const headers of foreign) {
    const answer = await ask('POST', '/api/v1/keys', { ...session, ...headers } as never, make)
    expect(answer.body.code, JSON.stringify(headers)).toBe('CROSS_SITE')
    if (Object.keys(headers).length === 0) continue
    expect((await ask('POST', '/api/v1/session', headers as never, { key: served.keys[0] })).body.code).toBe(
      'CROSS_SITE',
    )
  }
  expect((await ask('GET', '/api/v1/keys', { ...session, 'Sec-Fetch-Site': 'cross-site' })).body.code).toBe(
    'CROSS_SITE',
  )
  expect((await ask('POST', '/api/v1/keys', { ...session, ...OWN }, make)).status).toBe(200)
})

test('wrong keys are refused, counted by address and told; nothing of them is kept', async () => {
  const other = await facts.serveWith({ pages }, 'read:mine')
  const attempt = (key: string): Promise<Response> =>
    fetch(`${other.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key }),
    })
  for (let at = 0; at < SIGN_IN_FAILURES_MAX; at++) expect((await attempt(`wayside_read_guess${at}`)).status).toBe(401)
  const refused = await attempt('wayside_read_guess')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  const { body } = await ask('GET', '/api/v1/audit?kind=sign_in_refused&limit=1000', withKey(served.keys[2]))
  expect(body.entries).toHaveLength(SIGN_IN_FAILURES_MAX)
  expect(body.entries[0]).toMatchObject({ who: '', sites: [], address: expect.stringContaining('127.0.0.1') })
  expect(JSON.stringify(body)).not.toContain('guess')
  expect((await ask('GET', '/api/v1/audit', withKey(served.keys[1]))).body.entries).not.toContainEqual(
    expect.objectContaining({ kind: 'sign_in_refused' }),
  )
  await other.api.close()
})

test('behind a trusted proxy wrong keys are counted by the address that it names; others cannot name one', async () => {
  const attempts = async (proxies: Proxies, from: (at: number) => string): Promise<number[]> => {
    const senderOf = (...asked: Parameters<Proxies['senderOf']>): string => proxies.senderOf(...asked)
    const other = await facts.serveWith({ pages, senderOf }, 'read:mine')
    const statuses: number[] = []
    for (let at = 0; at <= SIGN_IN_FAILURES_MAX; at++) {
      const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': from(at) }
      const body = JSON.stringify({ key: `wayside_read_wrong${at}` })
      statuses.push((await fetch(`${other.url}/api/v1/session`, { method: 'POST', headers, body })).status)
    }
    await other.api.close()
    return statuses
  }
  const trusted = new Proxies(['127.0.0.1'])
  expect(await attempts(trusted, (at) => `198.51.100.${at}`)).not.toContain(429)
  expect((await attempts(trusted, (at) => `203.0.113.${at}, 198.51.100.7`)).at(-1)).toBe(429)
  expect((await attempts(new Proxies([]), (at) => `198.51.100.${at}`)).at(-1)).toBe(429)
  const { body } = await ask('GET', '/api/v1/audit?kind=sign_in_refused&limit=1000', withKey(served.keys[2]))
  expect(body.entries.map(({ address }: { address: string }) => address)).toContain('198.51.100.7')
})

test('a shared link reads its site by its view’s questions, and is gone when revoked', async () => {
  const [, admin] = served.keys
  const asked = { site: 'mine', view: 'books', days: 7 }
  const { body: made } = await ask('POST', '/api/v1/shares', withKey(admin), asked)
  expect(made.path).toBe(`/share/${made.id}#${made.token}`)
  const share = withKey(made.token)
  expect((await ask('GET', '/api/v1/session', share)).body).toMatchObject({
    by: 'share',
    sites: ['mine'],
    right: 'read',
  })
  expect((await ask('GET', '/api/v1/books', share)).body).toMatchObject({ received: 1 })
  expect((await ask('GET', '/api/v1/books?site=theirs', share)).status).toBe(403)
  for (const path of [
    'events',
    'feed',
    'export?from=2026-11-02&to=2026-11-03&site=mine',
    'experiment',
    'keys',
    'shares',
    'audit',
    'health',
  ])
    expect([403, 404], path).toContain((await ask('GET', `/api/v1/${path}`, share)).status)
  expect((await ask('POST', '/api/v1/shares', share, asked)).status).toBe(403)
  // It signs nobody in.
  expect((await ask('POST', '/api/v1/session', OWN, { key: made.token })).status).toBe(401)
  expect((await ask('GET', '/api/v1/shares', withKey(admin))).body.shares).toContainEqual(
    expect.objectContaining({ id: made.id, view: 'books', state: 'live' }),
  )
  expect((await ask('DELETE', `/api/v1/shares/${made.id}`, withKey(admin))).status).toBe(200)
  expect((await ask('GET', '/api/v1/books', share)).status).toBe(401)
  const { body } = await ask('GET', '/api/v1/audit', withKey(admin))
  const told = body.entries.filter(({ subject }: { subject?: string }) => subject === made.id)
  expect(told.map(({ kind }: { kind: string }) => kind)).toEqual(['share_revoked', 'share_used', 'share_made'])
})

test('a link is counted by who opens it: one reader who asks too often stops no other', async () => {
  const senderOf = (_peer: string, _one: string | undefined, forwardedFor: string | undefined): string => forwardedFor!
  const other = await facts.serveWith({ pages, senderOf }, 'admin:mine')
  const made = await fetch(`${other.url}/api/v1/shares`, {
    method: 'POST',
    headers: { ...withKey(other.keys[0]!), 'Content-Type': 'application/json' },
    body: JSON.stringify({ site: 'mine', view: 'live' }),
  })
  const { token } = (await made.json()) as { token: string }
  const from = (address: string): Promise<Response> =>
    fetch(`${other.url}/api/v1/session`, { headers: { ...withKey(token), 'X-Forwarded-For': address } })
  for (let n = 0; n < KEY_REQUESTS_MAX; n += 50) await Promise.all(Array.from({ length: 50 }, () => from('192.0.2.1')))
  expect((await from('192.0.2.1')).status).toBe(429)
  expect((await from('192.0.2.2')).status).toBe(200)
  await other.api.close()
})

test('an admin of one site shares only that site, and sees only its links', async () => {
  const [, mine, all] = served.keys
  expect((await ask('POST', '/api/v1/shares', withKey(mine), { site: 'theirs' })).status).toBe(403)
  expect((await ask('POST', '/api/v1/shares', withKey(all), { site: 'nowhere' })).status).toBe(422)
  const { body: made } = await ask('POST', '/api/v1/shares', withKey(all), { site: 'theirs' })
  expect(JSON.stringify((await ask('GET', '/api/v1/shares', withKey(mine))).body)).not.toContain('theirs')
  expect((await ask('DELETE', `/api/v1/shares/${made.id}`, withKey(mine))).status).toBe(404)
})

test('only a link that says so may be framed, and only by the origins that it names', async () => {
  const [, , all] = served.keys
  const share = (embed: string[]): Promise<Answer> =>
    ask('POST', '/api/v1/shares', withKey(all), { site: 'mine', embed })
  const ancestors = async (path: string): Promise<string | undefined> =>
    /frame-ancestors ([^;]+)/.exec((await ask('GET', path)).headers.get('Content-Security-Policy')!)?.[1]
  const open = (await share(['https://www.shop.example', 'http://localhost:8080'])).body
  expect(await ancestors(`/share/${open.id}`)).toBe('https://www.shop.example http://localhost:8080')
  expect((await ask('GET', `/share/${open.id}`)).headers.get('X-Frame-Options')).toBeNull()
  expect(await ancestors(`/share/${(await share([])).body.id}`)).toBe("'none'")
  expect(await ancestors('/share/unknown')).toBe("'none'")
  expect(await ancestors('/')).toBe("'none'")
  for (const bad of [
    "https://a.example; script-src 'unsafe-inline'",
    'https://a.example/path',
    "'self'",
    'javascript:',
    'https://a.example https://b',
  ])
    expect((await share([bad])).status, bad).toBe(422)
  await ask('DELETE', `/api/v1/shares/${open.id}`, withKey(all))
  expect(await ancestors(`/share/${open.id}`)).toBe("'none'")
})

test('pages run nothing inline, load nothing from elsewhere, and say nothing of where they were', async () => {
  const page = await ask('GET', '/')
  expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/)
  expect(page.headers.get('Cache-Control')).toBe('no-cache')
  const asset = await ask('GET', '/assets/index-a1b2c3d4.js')
  expect(asset.headers.get('Cache-Control')).toContain('immutable')
  for (const path of ['/', '/assets/index-a1b2c3d4.js', '/api/v1', '/api/v1/session', '/nowhere', '/metrics']) {
    const { headers } = await ask('GET', path)
    expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff')
    expect(headers.get('Referrer-Policy'), path).toBe('no-referrer')
    expect(headers.get('X-Frame-Options'), path).toBe('DENY')
    expect(headers.get('Content-Security-Policy'), path).not.toMatch(/script-src [^;]*unsafe/)
  }
})

test('an admin sees who is signed in on his sites, and ends a session', async () => {
  const session = await signIn(served.keys[0])
  const { body } = await ask('GET', '/api/v1/sessions', withKey(served.keys[1]))
  const mine = body.sessions.at(-1)
  expect(mine).toMatchObject({ kind: 'key', right: 'read', sites: ['mine'] })
  expect((await ask('DELETE', `/api/v1/sessions/${mine.id}`, withKey(served.keys[1]))).status).toBe(200)
  expect((await ask('GET', '/api/v1/session', session)).status).toBe(401)
})
