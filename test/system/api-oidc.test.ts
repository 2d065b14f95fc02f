// Signing in with a real identity provider on this machine (oidc-provider): who is in the settings gets in, nobody else does.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../lab/gate/index.ts'
import { Facts, type Served } from './answers-kit.ts'
import { type IdentityProvider, startProvider } from './provider-kit.ts'

const facts = new Facts('mine', 'theirs')
let served: Served
let provider: IdentityProvider
let publicUrl = ''

beforeAll(async () => {
  await facts.open()
  publicUrl = `http://127.0.0.1:${await freePort()}`
  provider = await startProvider(publicUrl)
  const options = { publicUrl, port: Number(new URL(publicUrl).port), oidc: provider.settings }
  served = await facts.serveWith(options as never, 'admin:*')
})
afterAll(async () => {
  await served.api.close()
  await facts.close()
  await provider.close()
})

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
  provider.person = whom
  const visitor = new Visitor()
  const { answer } = await visitor.follow(`${publicUrl}/sign-in/oidc`)
  expect(answer.status).toBe(403)
  // What a browser shows: a page that says it, with a way back.
  expect(answer.headers.get('Content-Type')).toContain('text/html')
  expect(await answer.text()).toMatch(/You were not signed in.*<a href="\/">/s)
  expect((await visitor.get(`${publicUrl}/api/v1/session`)).status).toBe(401)
  provider.person = { email: 'eve@shop.example', email_verified: true, teams: [] }
})

test('where grants go by another claim, an address that the provider has not verified names nobody', async () => {
  provider.settings.claim = 'teams'
  provider.person = { email: 'boss@shop.example', email_verified: false, teams: ['the shops'] }
  const visitor = new Visitor()
  await visitor.follow(`${publicUrl}/sign-in/oidc`)
  const who = async (): Promise<unknown> => (await visitor.get(`${publicUrl}/api/v1/session`)).json()
  expect(await who()).toMatchObject({ who: 'oidc:eve', sites: ['theirs'] })
  provider.person.email_verified = true
  await visitor.follow(`${publicUrl}/sign-in/oidc`)
  expect(await who()).toMatchObject({ who: 'oidc:boss@shop.example' })
  provider.settings.claim = 'email'
  provider.person = { email: 'eve@shop.example', email_verified: true, teams: [] }
})

test('a name that the provider did not sign is not believed', async () => {
  provider.isForged = true
  const visitor = new Visitor()
  const { answer } = await visitor.follow(`${publicUrl}/sign-in/oidc`)
  provider.isForged = false
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
