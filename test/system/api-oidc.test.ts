// Signing in with a real identity provider on this machine (oidc-provider): who is in the settings gets in, nobody else does.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error: it brings no types.
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../lab/gate/index.ts'
import { Facts, type Served } from './answers-kit.ts'

const facts = new Facts('mine', 'theirs')
let served: Served
let provider: Server
let publicUrl = ''
let issuer = ''
const SECRET = 'a-secret-of-the-test'
const oidc = {
  issuer: '',
  clientId: 'wayside',
  clientSecret: SECRET,
  name: 'the test',
  claim: 'email',
  scopes: 'openid email',
  grants: {
    'eve@shop.example': { right: 'read', sites: ['mine'] },
    'the shops': { right: 'read', sites: ['theirs'] },
  } as const,
}
/** Whom the provider lets in next. */
let person = { email: 'eve@shop.example', email_verified: true, teams: [] as string[] }
/** Whether what it says next is signed by somebody else. */
let isForged = false

beforeAll(async () => {
  await facts.open()
  publicUrl = `http://127.0.0.1:${await freePort()}`
  provider = createServer()
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const oidcProvider = makeProvider()
  const answer = oidcProvider.callback()
  provider.on('request', (request, response) => {
    // Where a person would give a password.
    if (request.url!.startsWith('/let-in/'))
      void oidcProvider.interactionFinished(request, response, { login: { accountId: 'eve' } })
    else answer(request, request.url === '/token' && isForged ? forging(response) : response)
  })
  oidc.issuer = issuer
  served = await facts.serveWith({ publicUrl, port: Number(new URL(publicUrl).port), oidc } as never, 'admin:*')
})
afterAll(async () => {
  await served.api.close()
  await facts.close()
  provider.closeAllConnections()
  await new Promise((done) => provider.close(done))
})

/** A provider that lets in whoever comes, as `person`, without asking. */
function makeProvider() {
  return new Provider(issuer, {
    clients: [{ client_id: 'wayside', client_secret: SECRET, redirect_uris: [`${publicUrl}/sign-in/oidc/callback`] }],
    claims: { email: ['email', 'email_verified', 'teams'] },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: async () => ({ sub, ...person }) }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/let-in/${uid}` },
    features: { devInteractions: { enabled: false } },
    // biome-ignore lint/suspicious/noExplicitAny: the provider brings no types.
    async loadExistingGrant({ oidc: { provider, client, session } }: any) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
}

/** An answer whose ID token another key has signed. */
function forging(response: ServerResponse): ServerResponse {
  const end = response.end.bind(response) as (body: string) => ServerResponse
  response.end = ((body: unknown) => {
    const said = JSON.parse(String(body)) as { id_token: string }
    const [head, claims, signature = ''] = said.id_token.split('.')
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    return end(JSON.stringify({ ...said, id_token: [head, claims, other].join('.') }))
  }) as typeof response.end
  return response
}

/** Goes where it is sent and keeps cookies, as a browser does: by host, whatever the port. */
class Visitor {
  readonly jar = new Map<string, string>()
  readonly seen: string[] = []

  async get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    const Cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { Cookie, ...headers } })
    this.seen.push(url)
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (value === '' || /max-age=0|1970/i.test(cookie)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return answer
  }

  /** Follow redirects to the end. @param stopAt what must not be asked for */
  async follow(from: string, stopAt?: RegExp): Promise<{ url: string; answer: Response }> {
    let url = from
    for (let steps = 0; steps < 10; steps++) {
      const answer = await this.get(url)
      const next = answer.headers.get('Location')
      if (next === null) return { url, answer }
      url = new URL(next, url).href
      if (stopAt?.test(url)) return { url, answer }
    }
    throw new Error(`No end: ${this.seen.join(' ')}`)
  }
}

test('a person whom the settings name gets in, sees what they give, and is told in the audit list', async () => {
  const visitor = new Visitor()
  expect(await (await visitor.get(`${publicUrl}/sign-in`)).json()).toEqual({ oidc: { name: 'the test' } })
  const { url } = await visitor.follow(`${publicUrl}/sign-in/oidc?to=/%3Fview=books`)
  expect(url).toBe(`${publicUrl}/?view=books`)
  const me = await visitor.get(`${publicUrl}/api/v1/session`)
  expect(await me.json()).toMatchObject({ who: 'oidc:eve@shop.example', right: 'read', sites: ['mine'] })
  expect((await visitor.get(`${publicUrl}/api/v1/books?site=theirs`)).status).toBe(403)
  const list = await visitor.get(`${publicUrl}/api/v1/audit`, { Authorization: `Bearer ${served.keys[0]}` })
  expect(await list.json()).toMatchObject({ entries: [{ kind: 'signed_in', who: 'oidc:eve@shop.example' }] })
})

test.each([
  ['whom the settings do not name', { email: 'mallory@shop.example', email_verified: true, teams: [] }],
  ['whose address the provider has not verified', { email: 'eve@shop.example', email_verified: false, teams: [] }],
])('a person %s does not get in', async (_, whom) => {
  person = whom
  const visitor = new Visitor()
  const { answer } = await visitor.follow(`${publicUrl}/sign-in/oidc`)
  expect(answer.status).toBe(403)
  // What a browser shows: a page that says it, with a way back.
  expect(answer.headers.get('Content-Type')).toContain('text/html')
  expect(await answer.text()).toMatch(/You were not signed in.*<a href="\/">/s)
  expect((await visitor.get(`${publicUrl}/api/v1/session`)).status).toBe(401)
  person = { email: 'eve@shop.example', email_verified: true, teams: [] }
})

test('where grants go by another claim, an address that the provider has not verified names nobody', async () => {
  oidc.claim = 'teams'
  person = { email: 'boss@shop.example', email_verified: false, teams: ['the shops'] }
  const visitor = new Visitor()
  await visitor.follow(`${publicUrl}/sign-in/oidc`)
  const who = async (): Promise<unknown> => (await visitor.get(`${publicUrl}/api/v1/session`)).json()
  expect(await who()).toMatchObject({ who: 'oidc:eve', sites: ['theirs'] })
  person.email_verified = true
  await visitor.follow(`${publicUrl}/sign-in/oidc`)
  expect(await who()).toMatchObject({ who: 'oidc:boss@shop.example' })
  oidc.claim = 'email'
  person = { email: 'eve@shop.example', email_verified: true, teams: [] }
})

test('a name that the provider did not sign is not believed', async () => {
  isForged = true
  const visitor = new Visitor()
  const { answer } = await visitor.follow(`${publicUrl}/sign-in/oidc`)
  isForged = false
  expect(answer.status).toBe(403)
  expect((await visitor.get(`${publicUrl}/api/v1/session`)).status).toBe(401)
})

test('an answer that this browser did not ask for signs nobody in, and none is good twice', async () => {
  const eve = new Visitor()
  const { url } = await eve.follow(`${publicUrl}/sign-in/oidc`, /callback\?/)
  // Somebody else's browser is sent to the callback with Eve's code.
  const other = new Visitor()
  expect((await other.get(url)).status).toBe(400)
  await other.follow(`${publicUrl}/sign-in/oidc`, /callback\?/)
  expect((await other.get(url)).status).toBe(403)
  expect((await other.get(`${publicUrl}/api/v1/session`)).status).toBe(401)
  expect((await eve.get(url)).status).toBe(302)
  expect((await eve.get(url)).status).toBe(400)
})

test('after signing in nobody is sent to another site', async () => {
  const elsewhere = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\n//evil.example',
  ]
  for (const to of [...elsewhere, '/x/..//evil.example', 'javascript:alert(1)', 'http://']) {
    const { url } = await new Visitor().follow(`${publicUrl}/sign-in/oidc?to=${encodeURIComponent(to)}`, /evil/)
    expect(new URL(url).origin, JSON.stringify(to)).toBe(publicUrl)
    expect(url, JSON.stringify(to)).not.toContain('alert')
  }
})
