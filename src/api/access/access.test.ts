import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Grant } from '../context.ts'
import { AUDIT_BYTES_MAX, SESSION_MS_MAX, SESSIONS_MAX } from '../limits.ts'
import { Audit } from './audit.ts'
import { AccessFile } from './file.ts'
import { isFromOwnPage } from './own-page.ts'
import { grantOfPerson } from './people.ts'
import { Windows } from './rate.ts'
import { Sessions } from './sessions.ts'
import { Shares } from './shares.ts'

let now = Date.UTC(2026, 10, 2)
const clock = { now: () => now }
let folder = ''
beforeEach(() => {
  now = Date.UTC(2026, 10, 2)
  folder = mkdtempSync(join(tmpdir(), 'wayside-access-'))
  const made = folder
  onTestFinished(() => rmSync(made, { recursive: true }))
})

const reader: Grant = { id: 'r1', right: 'read', sites: ['bookstore'] }
const person = { kind: 'key', id: 'r1' } as const

test('a session outlives a restart, is kept as a hash that only the owner reads, and ends with its time', () => {
  const { secret } = new Sessions(new AccessFile(folder), clock, () => reader).begin(person)
  const path = join(folder, 'access.json')
  expect(readFileSync(path, 'utf8')).not.toContain(secret)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const again = new Sessions(new AccessFile(folder), clock, () => reader)
  expect(again.find(secret)?.grant).toEqual(reader)
  expect(again.find(`${secret}x`)).toBeUndefined()
  now += SESSION_MS_MAX
  expect(again.find(secret)).toBeUndefined()
  expect(again.list()).toEqual([])
})

test('a session ends when its key is revoked, when its holder signs out, and when an admin ends it', () => {
  let live = true
  const sessions = new Sessions(new AccessFile(folder), clock, () => (live ? reader : undefined))
  const [first, second] = [sessions.begin(person), sessions.begin(person)]
  sessions.end(sessions.find(first.secret)!.id)
  expect(sessions.find(first.secret)).toBeUndefined()
  expect(sessions.find(second.secret)).toBeDefined()
  live = false
  expect(sessions.find(second.secret)).toBeUndefined()
})

test('a write key signs nobody in', () => {
  const sessions = new Sessions(new AccessFile(folder), clock, () => ({ ...reader, right: 'write' }))
  expect(() => sessions.begin(person)).toThrow('sign in with a read key')
})

test('the oldest session makes room for a new one', () => {
  const file = new AccessFile(folder)
  const old = { id: 'x', hash: '00'.repeat(32), person, startedAt: 1, expiresAt: now + 1 }
  file.change({ sessions: Array.from({ length: SESSIONS_MAX }, (_, at) => ({ ...old, id: `s${at}` })) })
  const sessions = new Sessions(file, clock, () => reader)
  sessions.begin(person)
  expect(sessions.list()).toHaveLength(SESSIONS_MAX)
  expect(sessions.list()[0]?.id).toBe('s1')
})

test('a shared link reads one site by the questions of its view, until it ends or is revoked', () => {
  const shares = new Shares(new AccessFile(folder), clock)
  const made = shares.add({ site: 'bookstore', view: 'experiment', days: 2, embed: [] }, 'a1')
  expect(readFileSync(join(folder, 'access.json'), 'utf8')).not.toContain(made.token)
  const grant = new Shares(new AccessFile(folder), clock).grantOf(made.token)
  expect(grant).toMatchObject({ right: 'read', sites: ['bookstore'] })
  expect(grant?.paths).toEqual([
    '/api/v1/session',
    '/api/v1/sites',
    '/api/v1/freshness',
    '/api/v1/experiment',
    '/api/v1/experiment/trend',
    '/api/v1/breakdown',
  ])
  const whole = shares.add({ site: 'bookstore', days: 5, embed: [] }, 'a1')
  expect(shares.grantOf(whole.token)?.paths).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/export|feed|keys/)]),
  )
  now += 2 * 86_400_000
  expect(shares.grantOf(made.token)).toBeUndefined()
  shares.revoke(whole.id)
  expect(shares.grantOf(whole.token)).toBeUndefined()
  expect(shares.list().map(({ state }) => state)).toEqual(['expired', 'revoked'])
  expect(() => shares.revoke(whole.id)).toThrow('No live link')
})

test('a broken access file is refused with the fix', () => {
  writeFileSync(join(folder, 'access.json'), '{"version":2}')
  expect(() => new AccessFile(folder)).toThrow('everybody signs in again')
})

test('the audit list shows an admin only what is about his sites, newest first', () => {
  const audit = new Audit(folder, clock)
  audit.add({ kind: 'signed_in', who: 'r1', sites: ['mine'] })
  audit.add({ kind: 'signed_in', who: 'r2', sites: ['theirs'] })
  audit.add({ kind: 'key_made', who: 'a1', sites: ['mine', 'theirs'] })
  audit.add({ kind: 'sign_in_refused', who: '', sites: [] })
  audit.add({ kind: 'signed_out', who: 'r1', sites: ['mine'], detail: '\n{"kind":"forged"}'.repeat(50) })
  expect(audit.list(['mine'], undefined, 10).map(({ kind }) => kind)).toEqual(['signed_out', 'signed_in'])
  expect(audit.list('*', undefined, 2).map(({ kind }) => kind)).toEqual(['signed_out', 'sign_in_refused'])
  expect(audit.list('*', 'key_made', 10)).toEqual([expect.objectContaining({ who: 'a1' })])
  expect(audit.list('*', undefined, 10)[0]?.detail).toHaveLength(200)
})

test('the audit list never holds more than two files, and loses its oldest lines first', () => {
  const audit = new Audit(folder, clock)
  writeFileSync(join(folder, 'audit.1.ndjson'), `${JSON.stringify({ kind: 'signed_in', who: 'first', sites: '*' })}\n`)
  writeFileSync(
    join(folder, 'audit.ndjson'),
    `${JSON.stringify({ kind: 'signed_in', who: 'x'.repeat(AUDIT_BYTES_MAX), sites: '*' })}\ntorn`,
  )
  audit.add({ kind: 'signed_in', who: 'last', sites: '*' })
  const all = audit.list('*', undefined, 10).map(({ who }) => who.slice(0, 5))
  expect(all).toEqual(['last', 'xxxxx'])
})

test.each([
  ['GET', {}, true],
  ['GET', { 'Sec-Fetch-Site': 'same-origin' }, true],
  ['GET', { 'Sec-Fetch-Site': 'none' }, true],
  ['GET', { 'Sec-Fetch-Site': 'cross-site' }, false],
  ['POST', { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://wayside.example' }, true],
  ['POST', { Origin: 'http://wayside.example' }, true],
  ['POST', { Origin: 'https://evil.example' }, false],
  ['POST', { Origin: 'null' }, false],
  ['POST', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://wayside.example' }, false],
  ['POST', { 'Sec-Fetch-Site': 'none' }, false],
  ['DELETE', {}, false],
] as const)('a cookie speaks for %s with %o: %s', (method, headers: Record<string, string>, expected) => {
  const asked = { method, url: 'http://wayside.example/api/v1/keys', header: (name: string) => headers[name] }
  expect(isFromOwnPage(asked, undefined)).toBe(expected)
})

test('a person gets what the settings give to any value of the claim, and nothing otherwise', () => {
  const oidc = {
    grants: {
      'eve@shop.example': { right: 'read', sites: ['bookstore'] },
      analysts: { right: 'read', sites: ['other'] },
      admins: { right: 'admin', sites: '*' },
    },
  }
  const grantOf = (...values: string[]): Grant | undefined =>
    grantOfPerson({ oidc } as never, { kind: 'oidc', name: 'eve', values })
  expect(grantOf('eve@shop.example', 'analysts')).toMatchObject({ right: 'read', sites: ['bookstore', 'other'] })
  expect(grantOf('analysts', 'admins')).toMatchObject({ right: 'admin', sites: '*' })
  expect(grantOf('nobody')).toBeUndefined()
  expect(grantOf('constructor')).toBeUndefined()
})

test('a window lets through as many as it says, then tells how long to wait', () => {
  const windows = new Windows(() => now, 2, 1_000)
  const from = now
  expect([windows.take('a'), windows.take('a'), windows.take('b')]).toEqual([0, 0, 0])
  now = from + 400
  expect(windows.look('a')).toBe(600)
  expect(windows.take('a')).toBe(600)
  expect(windows.look('b')).toBe(0)
  now = from + 1_000
  expect(windows.take('a')).toBe(0)
})
