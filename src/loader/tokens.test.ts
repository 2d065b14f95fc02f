import { expect, test } from 'vitest'
import { signToken, type TokenKey, tokenSecret } from '../event/index.ts'
import { TOKEN_CACHE_CHARS_MAX } from './limits.ts'
import { tokenMemory } from './tokens.ts'

const key: TokenKey = { kid: 'k1', site: 'bookstore', secret: tokenSecret(Buffer.alloc(32, 7)) }
const other: TokenKey = { ...key, secret: tokenSecret(Buffer.alloc(32, 8)) }
const listOf = (n: number): string =>
  signToken(key, { s: 'bookstore', l: `list-${n}`, p: 'basket', t: 1_732_300_000, i: ['emma'] })

test('a key that is taken away or changed is seen at once, though the token was good before', () => {
  let live: TokenKey | undefined = key
  const tokenOf = tokenMemory(() => live)
  const token = listOf(1)
  expect(tokenOf(token, 'bookstore').result.ok).toBe(true)
  live = undefined
  expect(tokenOf(token, 'bookstore').result).toEqual({ ok: false, fault: 'forged' })
  live = other
  expect(tokenOf(token, 'bookstore').result).toEqual({ ok: false, fault: 'forged' })
  live = key
  expect(tokenOf(token, 'bookstore').result.ok).toBe(true)
})

test('a good token of another site is forged here, and stays good there', () => {
  const tokenOf = tokenMemory(() => key)
  const token = listOf(1)
  expect(tokenOf(token, 'record-shop')).toMatchObject({ result: { ok: false, fault: 'forged' }, list: { list: '' } })
  expect(tokenOf(token, 'bookstore')).toMatchObject({ result: { ok: true }, list: { list: 'list-1', token: 'good' } })
})

test('of made-up tokens without end only the newest are remembered, by their length', () => {
  const tokenOf = tokenMemory(() => key)
  const made = (n: number): string => `v1.k1.${String(n).padStart(400, 'A')}.${'B'.repeat(22)}`
  const first = tokenOf(made(0), 'bookstore')
  expect(tokenOf(made(1), 'bookstore')).not.toBe(first)
  expect(tokenOf(made(0), 'bookstore')).toBe(first)
  const many = Math.ceil(TOKEN_CACHE_CHARS_MAX / made(0).length)
  for (let n = 1; n < many; n++) tokenOf(made(n), 'bookstore')
  expect(tokenOf(made(0), 'bookstore')).not.toBe(first)
  const last = tokenOf(made(many), 'bookstore')
  tokenOf(made(many + 1), 'bookstore')
  expect(tokenOf(made(many), 'bookstore')).toBe(last)
})
