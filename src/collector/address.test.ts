// Addresses: what is kept of them, who sent a request that came by proxies, and how much one may send.
import { expect, test } from 'vitest'
import { AddressKeeper, rateKey, truncateAddress } from './address.ts'
import { Proxies } from './proxies.ts'
import { RateLimiter } from './rate.ts'

test.each([
  ['203.0.113.77', '203.0.113.0/24', '203.0.113.77'],
  ['::ffff:203.0.113.77', '203.0.113.0/24', '203.0.113.77'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48', '2001:db8:1:2::'],
  ['2001:0DB8::1', '2001:db8::/48', '2001:db8::'],
  ['fe80::1%eth0', 'fe80::/48', 'fe80::'],
  ['::1', '::/48', '::'],
])('%s is kept as %s and counted as %s', (address, kept, counted) => {
  expect(truncateAddress(address)).toBe(kept)
  expect(rateKey(address)).toBe(counted)
})

test('one address has one hash a day, and another one the day after, whichever way the clock goes', () => {
  let now = 20_000 * 86_400_000
  const clock = { now: () => now, monotonic: () => now }
  const seed = { day: 20_000, key: Buffer.alloc(32, 1) }
  const keeper = new AddressKeeper(seed, clock)
  const other = new AddressKeeper(seed, clock)
  const hash = (): string => keeper.keep('203.0.113.77').addressHash
  const first = hash()
  expect(hash()).toBe(first)
  expect(keeper.keep('203.0.113.78').addressHash).not.toBe(first)
  expect(keeper.keep('203.0.113.77').address).not.toContain('77')
  const seen = new Set([first])
  for (const days of [1, -1, 3, 400, -400]) {
    now += days * 86_400_000
    seen.add(hash())
    expect(other.keep('203.0.113.77').addressHash, 'workers stay in step').toBe(hash())
  }
  expect(seen.size).toBe(6)
})

test('a forwarded address is believed from listed proxies only, from right to left', () => {
  const proxies = new Proxies(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'])
  const of = (peer: string, forwardedFor?: string, forwarded?: string): string =>
    proxies.senderOf(peer, forwarded, forwardedFor)
  expect(of('198.51.100.7', '1.2.3.4')).toBe('198.51.100.7')
  expect(of('10.1.1.1', '1.2.3.4')).toBe('1.2.3.4')
  expect(of('::ffff:10.1.1.1', '6.6.6.6, 1.2.3.4, 192.0.2.1')).toBe('1.2.3.4')
  expect(of('10.1.1.1', '1.2.3.4, nonsense')).toBe('10.1.1.1')
  expect(of('10.1.1.1')).toBe('10.1.1.1')
  expect(of('2001:db8::5', undefined, 'for=6.6.6.6, for="[2a00::7]:443";proto=https')).toBe('2a00::7')
  expect(of('10.1.1.1', undefined, 'for=1.2.3.4:55;by=10.0.0.1')).toBe('1.2.3.4')
  expect(new Proxies([]).senderOf('10.1.1.1', undefined, '1.2.3.4')).toBe('10.1.1.1')
  expect(() => new Proxies(['10.0.0.0/99'])).toThrow('10.0.0.0/99 is no address and no network')
})

test('a rate lets a burst through, then so many a second; idle addresses are forgotten first', () => {
  let now = 0
  const limiter = new RateLimiter(10, 5, { now: () => now, monotonic: () => now }, 100)
  const take = (key: string): number => limiter.take(limiter.bucketOf(key))
  expect([1, 2, 3, 4, 5, 6].map(() => take('a'))).toEqual([0, 0, 0, 0, 0, 1])
  now += 100
  expect([take('a'), take('a')]).toEqual([0, 1])
  for (let n = 0; n < 1_000; n++) take(`${n}`)
  expect(limiter.size).toBeLessThanOrEqual(100)
  const b = limiter.bucketOf('b')
  expect(limiter.bucketOf('b', b)).toBe(b)
  for (let n = 0; n < 1_000; n++) take(`again ${n}`)
  // A connection that still holds the bucket of a forgotten address gets the one that counts now.
  expect(b.gone).toBe(true)
  expect(limiter.bucketOf('b', b)).not.toBe(b)
})
