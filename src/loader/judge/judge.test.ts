import fc from 'fast-check'
import { expect, test } from 'vitest'
import { REASONS, type Reason } from '../../event/index.ts'
import { type Context, dataCentreList, defaultContext, type Facts, judge } from './index.ts'

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const now = 1_800_000_000_000
const click: Facts = {
  type: 'click',
  route: 'beacon',
  token: 'good',
  tokenIssuedAt: now - 60_000,
  itemInList: true,
  trusted: true,
  agent: CHROME,
  origin: 'https://shop.example',
  address: '203.0.113.0/24',
  occurredAt: now - 1000,
  sentAt: now - 900,
  receivedAt: now,
}
const verdict = (change: Partial<Facts>, context: Partial<Context> = {}): readonly Reason[] =>
  judge({ ...click, ...change }, { ...defaultContext, ...context }).reasons
const without = (field: keyof Facts): Facts => {
  const facts = { ...click }
  delete facts[field]
  return facts
}

test('a click on a served item by a person in a browser counts', () => {
  expect(verdict({})).toEqual([])
})

const listed = dataCentreList('# made for the test\n198.51.100.0/22\n2001:db8:1::/48\n203.0.113.128/25\n')
test.each<[Reason, string, Partial<Facts>, Partial<Context>]>([
  ['not_from_server', 'served, said by a page', { type: 'served' }, {}],
  ['no_consent', 'consent required, none said', {}, { consentRequired: true }],
  ['no_consent', 'consent required, refused', { consent: false }, { consentRequired: true }],
  ['malformed', 'an unreadable token', { token: 'malformed' }, {}],
  ['forged', 'a forged token', { token: 'forged' }, {}],
  ['no_token', 'no token', { token: 'absent' }, {}],
  ['not_in_list', 'an item that was not served', { itemInList: false }, {}],
  ['expired', 'a day after the list', { tokenIssuedAt: now - 86_460_000 }, {}],
  ['expired', 'a list of one minute', { tokenIssuedAt: now - 120_000, tokenLifetimeSeconds: 60 }, {}],
  ['prefetch', 'Sec-Purpose: prefetch', { purpose: 'prefetch' }, {}],
  ['prefetch', 'Sec-Purpose: prefetch;prerender', { purpose: 'prefetch;prerender' }, {}],
  ['prefetch', 'Sec-Purpose: prefetch;anonymous-client-ip', { purpose: 'prefetch;anonymous-client-ip' }, {}],
  ['prefetch', 'X-Purpose: preview', { purpose: 'preview' }, {}],
  ['prefetch', 'X-Purpose: instant', { purpose: 'Instant' }, {}],
  ['bot', 'Googlebot', { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }, {}],
  ['bot', 'a headless browser', { agent: CHROME.replace('Chrome/', 'HeadlessChrome/') }, {}],
  ['non_browser', 'no browser', { agent: 'Dalvik/2.1.0 (Linux; U; Android 9)' }, {}],
  ['data_centre', 'a listed network', { address: '198.51.101.0/24' }, { dataCentre: listed }],
  ['data_centre', 'a listed IPv6 network', { address: '2001:db8:1::/48' }, { dataCentre: listed }],
  ['foreign_origin', 'another site', { origin: 'https://evil.example' }, { origins: ['https://shop.example'] }],
  ['foreign_origin', 'a look-alike', { origin: 'https://shopXexample' }, { origins: ['https://shop.example'] }],
  ['foreign_origin', 'a sandboxed frame', { origin: 'null' }, { origins: ['https://shop.example'] }],
  ['untrusted', 'element.click()', { trusted: false }, {}],
  ['hidden', 'an invisible link', { hidden: true }, {}],
])('%s: %s', (reason, _what, change, context) => {
  expect(verdict(change, context)).toContain(reason)
  expect(verdict(change, context)[0]).toBe(reason)
})

test('a beacon without a user agent is no browser, one without an origin is foreign, one that hides its gesture is untrusted', () => {
  const strict = { ...defaultContext, origins: ['https://shop.example'] }
  expect(judge(without('agent'), strict).reasons).toEqual(['non_browser'])
  expect(judge(without('origin'), strict).reasons).toEqual(['foreign_origin'])
  expect(judge(without('trusted'), strict).reasons).toEqual(['untrusted'])
})

test.each<[string, Partial<Facts>, Partial<Context>]>([
  ['the data-centre list is off', { address: '198.51.101.0/24' }, {}],
  ['a list names only a part of the truncated network', {}, { dataCentre: listed }],
  ['the origin is a subdomain that a pattern allows', {}, { origins: ['https://*.example', 'https://other.org'] }],
  ['a pixel names no origin', { route: 'pixel', type: 'impression', origin: '' }, { origins: [] }],
  [
    'a redirect has no DOM event',
    { route: 'redirect', trusted: false, origin: 'null' },
    { origins: ['https://a.example'] },
  ],
  ['consent was given, GPC or not', { consent: true, gpc: true }, { consentRequired: true }],
  ['GPC is on and consent is not asked for', { gpc: true }, {}],
  ['a conversion has no token', { type: 'conversion', token: 'absent' }, {}],
  [
    'a conversion is of another item, a week later',
    { type: 'conversion', itemInList: false, receivedAt: now + 6e8 },
    {},
  ],
  [
    'it happened while the list was good and arrived 20 days later',
    { receivedAt: now + 20 * 864e5, sentAt: now + 20 * 864e5 },
    {},
  ],
  ['the page clock is off by 40 years', { occurredAt: 1000, sentAt: 1100 }, {}],
])('counts when %s', (_what, change, context) => {
  expect(verdict(change, context)).toEqual([])
})

test('a token cannot be used longer than its lifetime and what an outbox may wait, whatever the page clock says', () => {
  const receivedAt = now + 36 * 86_400_000
  for (const sentAt of [0, now, receivedAt, 4e12])
    for (const occurredAt of [-1e15, 0, now, receivedAt, 1e15])
      expect(verdict({ occurredAt, sentAt, receivedAt })).toContain('expired')
})

test('servers and imports are believed', () => {
  const bare: Facts = { type: 'served', route: 'api', token: 'absent', occurredAt: now, receivedAt: now }
  expect(judge(bare, { ...defaultContext, consentRequired: true, origins: ['https://a.example'] }).reasons).toEqual([])
  expect(judge({ ...bare, type: 'click', route: 'import', agent: 'curl/8' }, defaultContext).reasons).toEqual([])
})

test('an event that breaks several rules carries all, in the order of the table', () => {
  const order = Object.keys(REASONS)
  const reasons = verdict({ token: 'forged', trusted: false, hidden: true, agent: 'curl/8.0', purpose: 'prefetch' })
  expect(reasons).toEqual(['forged', 'prefetch', 'bot', 'non_browser', 'untrusted', 'hidden'])
  expect([...reasons].sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(reasons)
})

test('judging never throws and gives the same answer twice, whatever the facts', () => {
  const facts = fc.record(
    {
      type: fc.constantFrom('served', 'impression', 'view', 'click', 'conversion'),
      route: fc.constantFrom('beacon', 'pixel', 'redirect', 'api', 'import'),
      token: fc.constantFrom('good', 'absent', 'malformed', 'forged'),
      tokenIssuedAt: fc.integer(),
      agent: fc.string(),
      origin: fc.string(),
      purpose: fc.string(),
      address: fc.string(),
      occurredAt: fc.double({ noNaN: true, noDefaultInfinity: true }),
      sentAt: fc.double({ noNaN: true, noDefaultInfinity: true }),
      receivedAt: fc.nat(),
    },
    { requiredKeys: ['type', 'route', 'token', 'occurredAt', 'receivedAt'] },
  ) as fc.Arbitrary<Facts>
  const strict = { ...defaultContext, origins: ['https://*.a.example'], dataCentre: listed }
  fc.assert(
    fc.property(facts, (one) => {
      expect(judge(one, strict)).toEqual(judge(one, strict))
    }),
  )
})

test('rules of an unknown version are a bug, not a guess', () => {
  expect(() => judge(click, defaultContext, 99)).toThrow(RangeError)
})

test('judging takes a few hundred nanoseconds of processor time: the best of twenty rounds is under 1 µs', () => {
  const context = { ...defaultContext, origins: ['https://shop.example'], dataCentre: listed }
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 20; round++) {
    const before = process.cpuUsage()
    for (let i = 0; i < 20_000; i++) judge(click, context)
    best = Math.min(best, process.cpuUsage(before).user / 20_000)
  }
  console.log(`judge: ${(best * 1000).toFixed(0)} ns an event`)
  expect(best).toBeLessThan(1)
})

test('a data-centre list with a line that is no network is refused by line', () => {
  expect(() => dataCentreList('10.0.0.0/8\nnonsense')).toThrow(/Line 2/)
})
