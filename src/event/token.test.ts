import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readToken,
  signToken,
  type TokenKey,
  type TokenPayload,
  tokenExpiresAt,
  tokenSecret,
  verifyToken,
} from './token.ts'

const key: TokenKey = { kid: 'k1', site: 'bookstore', secret: tokenSecret(Buffer.alloc(32, 1)) }
const keyOf = (kid: string): TokenKey | undefined => (kid === 'k1' ? key : undefined)
const payload: TokenPayload = {
  s: 'bookstore',
  l: 'l1',
  p: 'product-page',
  v: 'similar',
  t: 1732300000,
  i: ['emma', 'persuasion'],
}

test('a signed list verifies and says what was signed', () => {
  expect(verifyToken(signToken(key, payload), keyOf)).toEqual({ ok: true, payload, kid: 'k1' })
})

test('any list that can be signed verifies, whatever its Unicode', () => {
  const name = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' })
  const lists = fc.record({ l: name, p: name, v: name, i: fc.array(name, { minLength: 1, maxLength: 20 }) })
  fc.assert(
    fc.property(lists, (list) => {
      const whole = { ...payload, ...list }
      const result = verifyToken(signToken(key, whole), keyOf)
      // JSON has no lone surrogates in UTF-8: they come back as U+FFFD, for signer and verifier alike.
      expect(result).toEqual({
        ok: true,
        payload: JSON.parse(Buffer.from(JSON.stringify(whole)).toString()),
        kid: 'k1',
      })
    }),
  )
})

test('changing any one character of a token makes it forged or malformed, never good', () => {
  const token = signToken(key, payload)
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.=%'), (at, char) => {
      fc.pre(token[at] !== char)
      expect(verifyToken(token.slice(0, at) + char + token.slice(at + 1), keyOf).ok).toBe(false)
    }),
  )
})

test("another site's key is forged, however right its signature", () => {
  const other: TokenKey = { ...key, kid: 'k2', site: 'toyshop' }
  const token = signToken(other, { ...payload, s: 'toyshop' })
  expect(verifyToken(token, () => ({ ...other, site: 'bookstore' }))).toEqual({ ok: false, fault: 'forged' })
})

test('an unknown key is forged; rubbish is malformed; neither throws', () => {
  expect(verifyToken(signToken({ ...key, kid: 'old' }, payload), keyOf)).toEqual({ ok: false, fault: 'forged' })
  fc.assert(fc.property(fc.string({ maxLength: 6_000 }), (text) => !verifyToken(text, keyOf).ok))
})

test('what verify would refuse cannot be signed', () => {
  expect(() => signToken(key, { ...payload, s: 'toyshop' })).toThrow('signs for site bookstore')
  expect(() => signToken(key, { ...payload, i: [] })).toThrow('breaks a limit')
  expect(() => signToken(key, { ...payload, i: Array.from({ length: 100 }, () => 'x'.repeat(60)) })).toThrow(
    'Shorten item ids',
  )
  expect(() => signToken(key, { ...payload, u: 'javascript:alert(1)' })).toThrow('breaks a limit')
  expect(() => tokenSecret(Buffer.alloc(8))).toThrow('at least 16')
})

test('a token expires after its own lifetime, or a day', () => {
  expect(tokenExpiresAt({ ...payload, x: 60 })).toBe((payload.t + 60) * 1000)
  expect(tokenExpiresAt(payload)).toBe((payload.t + 86_400) * 1000)
})

test('a token can be read without its key', () => {
  expect(readToken(signToken(key, payload))).toEqual({ kid: 'k1', payload })
  expect(readToken('v1.k1.e30.AAAA')).toBeUndefined()
})
