import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { signToken, verifyToken } from '../event/index.ts'
import { Keyring } from './keyring.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wayside-keys-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('the newest signing key signs, and every live one verifies', () => {
  const keys = new Keyring(folder())
  keys.addSigningKey('bookstore')
  const old = keys.signingKey('bookstore')!.key
  const token = signToken(old, { s: 'bookstore', l: 'l1', p: 'home', t: 1, i: ['emma'] })
  const { kid } = keys.addSigningKey('bookstore')
  expect(keys.signingKey('bookstore')!.key.kid).toBe(kid)
  expect(verifyToken(token, keys.keyOf).ok).toBe(true)
  keys.revoke(old.kid)
  expect(verifyToken(token, keys.keyOf)).toEqual({ ok: false, fault: 'forged' })
})

test('an API key is shown once and kept as a hash, in a file that only its owner reads', () => {
  const path = folder()
  const { id, key } = new Keyring(path).addApiKey('read', ['bookstore'])
  expect(readFileSync(join(path, 'keys.json'), 'utf8')).not.toContain(key)
  expect(statSync(join(path, 'keys.json')).mode & 0o777).toBe(0o600)
  expect(new Keyring(path).authenticate(key)).toEqual({ id, right: 'read', sites: ['bookstore'] })
  expect(new Keyring(path).authenticate(`${key}x`)).toBeUndefined()
})

test('a key made or revoked by another process is seen within a second, without a restart', () => {
  const path = folder()
  let now = 0
  const running = new Keyring(path, { now: () => now, monotonic: () => now })
  const { id, key } = new Keyring(path).addApiKey('write', '*')
  expect(running.authenticate(key)).toBeUndefined()
  now += 1_000
  expect(running.authenticate(key)?.right).toBe('write')
  new Keyring(path).revoke(id)
  now += 1_000
  expect(running.authenticate(key)).toBeUndefined()
})

test('a broken key file and an unknown id are refused with the fix', () => {
  const path = folder()
  expect(() => new Keyring(path).revoke('nope')).toThrow('No live key has the id nope')
  writeFileSync(join(path, 'keys.json'), '{"version":1')
  expect(() => new Keyring(path)).toThrow('Restore it from a backup')
})
