import { expect, test } from 'vitest'
import { createSigner, createVerifier, type Verification } from './index.ts'

const secret = Buffer.alloc(32, 7).toString('base64url')
const key = { kid: 'k1', site: 'bookstore', secret }
const now = (): number => 1_732_300_000_999
const list = { placement: 'product-page', variant: 'similar', items: ['emma', 'persuasion'] }
const verify = (token: string, at = now): Verification => createVerifier({ keys: [key], now: at }).verify(token)

test('a signed list verifies, says what was served, and gives its id back', () => {
  const signed = createSigner({ ...key, now }).sign({ ...list, lifetimeSeconds: 60 })
  expect(verify(signed.token)).toEqual({
    verdict: 'good',
    kid: 'k1',
    payload: {
      s: 'bookstore',
      l: signed.list,
      p: 'product-page',
      v: 'similar',
      t: 1_732_300_000,
      i: list.items,
      x: 60,
    },
  })
  expect(verify(signed.token, () => 1_732_300_060_000)).toMatchObject({ verdict: 'expired' })
})

test('list ids are random unless given', () => {
  const signer = createSigner(key)
  expect(new Set(Array.from({ length: 100 }, () => signer.sign(list).list)).size).toBe(100)
  expect(signer.sign({ ...list, list: 'mine' }).list).toBe('mine')
})

test('a secret as text, as bytes and as a key object signs the same', () => {
  const tokens = [secret, Buffer.alloc(32, 7)].map(
    (form) => createSigner({ ...key, secret: form, now }).sign({ ...list, list: 'l1' }).token,
  )
  expect(tokens[0]).toBe(tokens[1])
})

test.each([
  ['too many items', { ...list, items: Array.from({ length: 101 }, (_, i) => `i${i}`) }],
  ['ids too long together', { ...list, items: Array.from({ length: 100 }, () => 'x'.repeat(60)) }],
  ['no items', { ...list, items: [] }],
  ['nothing that it needs', {} as typeof list],
])('a list with %s gets an empty token and a report, and nothing is thrown', (_, bad) => {
  const faults: string[] = []
  const signer = createSigner({
    ...key,
    onFault: (fault) => {
      faults.push(fault.code)
      throw new Error('a handler that fails')
    },
  })
  expect(signer.sign(bad)).toMatchObject({ token: '', fault: { code: 'TOKEN' } })
  expect(faults).toEqual(['TOKEN'])
})

test.each([
  ['short', { secret: 'AAAA' }, 'at least 16'],
  ['padded', { secret: `${Buffer.alloc(16).toString('base64')}` }, 'base64url'],
  ['badly named', { kid: 'k 1' }, 'Key id'],
  ['for no site', { site: '' }, 'breaks a limit'],
])('a key that is %s is refused when the signer is made', (_, change, message) => {
  expect(() => createSigner({ ...key, ...change })).toThrow(message)
})

test('the SDK reads the clock when it signs, not when it was made', () => {
  let at = 1000_000
  const signer = createSigner({ ...key, now: () => at })
  at = 2000_999
  expect(verify(signer.sign(list).token)).toMatchObject({ payload: { t: 2000 } })
})
