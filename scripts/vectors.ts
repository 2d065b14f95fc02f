// Makes `docs/reference/vectors.json`: what every SDK must agree on, token by token. Deterministic; a test holds the file in step.
// Run it after a change of the token format or of the cases: `node scripts/vectors.ts`.
import { createHash, createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { signToken, type TokenKey, type TokenPayload, tokenSecret, verifyToken } from '../src/event/index.ts'

type Verdict = 'good' | 'expired' | 'forged' | 'malformed'
interface Key {
  kid: string
  site: string
  secret: string
}
interface Vectors {
  about: string
  keys: Key[]
  verify: { name: string; token: string; now: number; verdict: Verdict; payload?: unknown }[]
  sign: { name: string; kid: string; payload: TokenPayload; token?: string; refused?: true }[]
}

export const VECTORS_PATH: string = resolve(import.meta.dirname, '../docs/reference/vectors.json')
const ISSUED_AT = 1_732_300_000
const NOW = ISSUED_AT * 1000 + 30_000

const secretOf = (name: string): Buffer => createHash('sha256').update(`wayside test vector ${name}`).digest()
const keyOf = (kid: string, site: string): Key => ({ kid, site, secret: secretOf(kid).toString('base64url') })
const forSigning = ({ kid, site }: Key): TokenKey => ({ kid, site, secret: tokenSecret(secretOf(kid)) })

const older = keyOf('k1', 'bookstore')
const newer = keyOf('k2', 'bookstore')
const toyshop = keyOf('toys_2026-A', 'toyshop')
const retired = keyOf('k0', 'bookstore')

const list: TokenPayload = {
  s: 'bookstore',
  l: '01935d6e-7c1a-7abc-8def-0123456789ab',
  p: 'product-page',
  v: 'similar',
  t: ISSUED_AT,
  i: ['emma', 'persuasion'],
}
const sign = (payload: TokenPayload, key = newer): string => signToken(forSigning(key), payload)

/** Any text as a payload under a right signature: what a signer with a bug would make. */
function signText(text: string, { kid, secret } = newer): string {
  const body = `v1.${kid}.${Buffer.from(text).toString('base64url')}`
  const mac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(body).digest().subarray(0, 16)
  return `${body}.${mac.toString('base64url')}`
}
const signChanged = (change: Record<string, unknown>): string => signText(JSON.stringify({ ...list, ...change }))
const items = (count: number, of: (i: number) => string): TokenPayload => ({
  ...list,
  i: Array.from({ length: count }, (_, i) => of(i)),
})

const SIGNABLE: [name: string, payload: TokenPayload, key?: Key][] = [
  ['a list', list],
  ['without a variant', { s: list.s, l: list.l, p: list.p, t: list.t, i: list.i }],
  ['with a lifetime', { ...list, x: 60 }],
  ['by the older of two keys', list, older],
  ["by another site's key, for that site", { ...list, s: 'toyshop' }, toyshop],
  ['of 100 items', items(100, (i) => `item-${i}`)],
  [
    'accents, Chinese, Arabic, emoji',
    { ...list, p: 'Ähnliche Bücher', v: '相似', i: ['Brontë', 'كتاب', '👩🏽‍🚀', 'e\u0301', 'é'] },
  ],
  ['quotes, backslashes, angle brackets, ampersands', { ...list, i: ['"', '\\', '</script>', "a&b'c", '/'] }],
  ['control characters', { ...list, i: ['\u0000', '\b\t\n\f\r', '\u001f', '\u007f', '\u0085'] }],
  ['line separators', { ...list, i: ['\u2028', '\u2029', '\ufeff', '\u00a0'] }],
  ['an item of 200 UTF-16 units that are 100 characters', { ...list, i: ['😀'.repeat(100)] }],
  ['a list id of 64 characters', { ...list, l: 'x'.repeat(64) }],
  ['the same item twice', { ...list, i: ['emma', 'emma'] }],
  ['a redirect', { ...list, i: ['emma'], u: 'https://bookstore.example/book/emma?a=1&b=<2>#top' }],
]

const UNSIGNABLE: [name: string, payload: TokenPayload, key?: Key][] = [
  ['no items', { ...list, i: [] }],
  ['101 items', items(101, (i) => `${i}`)],
  ['an empty item', { ...list, i: ['emma', ''] }],
  ['an item of 201 characters', { ...list, i: ['x'.repeat(201)] }],
  ['an item of 202 UTF-16 units that are 101 characters', { ...list, i: ['😀'.repeat(101)] }],
  ['a list id of 65 characters', { ...list, l: 'x'.repeat(65) }],
  ['an empty placement', { ...list, p: '' }],
  ['an empty variant', { ...list, v: '' }],
  ['a lifetime of no seconds', { ...list, x: 0 }],
  ['a token of more than 4,096 characters', items(100, () => 'x'.repeat(30))],
  ['another site than the key signs for', { ...list, s: 'toyshop' }],
  ['a destination that is no web address', { ...list, u: 'javascript:alert(1)' }],
]

const good = sign(list)
const [, , goodPayload, goodMac] = good.split('.') as [string, string, string, string]
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

const VERIFIABLE: [name: string, token: string, verdict: Verdict, now?: number][] = [
  ...SIGNABLE.map(([name, payload, key]): [string, string, Verdict] => [name, sign(payload, key), 'good']),
  ['one millisecond before its day is over', good, 'good', (ISSUED_AT + 86_400) * 1000 - 1],
  ['when its day is over', good, 'expired', (ISSUED_AT + 86_400) * 1000],
  ['when its own lifetime is over', sign({ ...list, x: 60 }), 'expired', (ISSUED_AT + 60) * 1000],
  ['issued in the future, by a clock that is ahead', sign({ ...list, t: ISSUED_AT + 86_400 }), 'good'],
  ['unknown fields are left alone', signChanged({ z: { new: [1] } }), 'good'],
  ['whole numbers written as decimals', signText(JSON.stringify(list).replace('1732300000', '1.7323e9')), 'good'],
  ['a lone surrogate', signText(JSON.stringify({ ...list, i: ['\ud800'] })), 'good'],
  ['white space in the payload', signText(JSON.stringify(list, null, 1)), 'good'],
  ['by a key that was retired', sign(list, retired), 'forged'],
  ['signed by the key of another site', signText(JSON.stringify(list), toyshop), 'forged'],
  ['one bit of the payload changed', `v1.k2.${flipped(goodPayload, 20)}.${goodMac}`, 'forged'],
  ['one bit of the signature changed', `v1.k2.${goodPayload}.${flipped(goodMac, 3)}`, 'forged'],
  ["the other key's id", `v1.k1.${goodPayload}.${goodMac}`, 'forged'],
  ['a signature cut short', `v1.k2.${goodPayload}.${goodMac.slice(0, -2)}`, 'forged'],
  ['a signature of all 32 bytes', `v1.k2.${goodPayload}.${goodMac}${'A'.repeat(21)}`, 'forged'],
  ['a padded signature', `${good}==`, 'forged'],
  ['unused bits set in the last character of the signature', good.slice(0, -1) + nextCharacter(good.at(-1)!), 'forged'],
  ['a line break in the signature', `v1.k2.${goodPayload}.${goodMac.slice(0, 9)}\n${goodMac.slice(9)}`, 'forged'],
  ['nothing', '', 'malformed'],
  ['three parts', `v1.k2.${goodPayload}`, 'malformed'],
  ['five parts', `${good}.x`, 'malformed'],
  ['an empty signature', `v1.k2.${goodPayload}.`, 'malformed'],
  ['another version', good.replace('v1', 'v2'), 'malformed'],
  ['a key id with a space', good.replace('k2', 'k 2'), 'malformed'],
  ['a key id of 33 characters', good.replace('k2', 'k'.repeat(33)), 'malformed'],
  ['a token of 4,097 characters', `v1.k2.${'A'.repeat(4_097 - 29)}.${goodMac}`, 'malformed'],
  ['letters beyond ASCII', `v1.k2.ä${goodPayload}.${goodMac}`, 'forged'],
  ['signed, but no JSON', signText('{'), 'malformed'],
  ['signed, but NaN', signText(JSON.stringify(list).replace('1732300000', 'NaN')), 'malformed'],
  ['signed, but a list', signText('[]'), 'malformed'],
  ['signed, but nested too deep to be read', signText('['.repeat(2_500)), 'malformed'],
  ['signed, but field names in capitals', signText(JSON.stringify(list).replace('"s"', '"S"')), 'malformed'],
  ['signed, but no site', signChanged({ s: undefined }), 'malformed'],
  ['signed, but no items', signChanged({ i: [] }), 'malformed'],
  ['signed, but 101 items', signChanged({ i: Array.from({ length: 101 }, (_, i) => `${i}`) }), 'malformed'],
  ['signed, but a number for an item', signChanged({ i: ['emma', 7] }), 'malformed'],
  ['signed, but null for a variant', signChanged({ v: null }), 'malformed'],
  ['signed, but text for a time', signChanged({ t: '1732300000' }), 'malformed'],
  ['signed, but a fraction for a time', signChanged({ t: 1.5 }), 'malformed'],
  ['signed, but true for a time', signChanged({ t: true }), 'malformed'],
  ['signed, but a time past 2^53', signChanged({ t: 2 ** 53 }), 'malformed'],
  ['signed, but a lifetime of no seconds', signChanged({ x: 0 }), 'malformed'],
  ['signed, but a destination that is no web address', signChanged({ u: 'javascript:alert(1)' }), 'malformed'],
]

/** The character whose 6 bits differ in the lowest one: 16 bytes leave 4 bits of the last character unused. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(character) ^ 1]!
}

/** All vectors, each checked against `src/event` while it is made. @throws when one does not hold. */
export function vectors(): Vectors {
  const keys = [older, newer, toyshop]
  const live = new Map(keys.map((key) => [key.kid, forSigning(key)]))
  const verify = VERIFIABLE.map(([name, token, verdict, now = NOW]) => {
    const result = verifyToken(token, (kid) => live.get(kid))
    if ((result.ok ? 'good' : result.fault) !== verdict.replace('expired', 'good'))
      throw new Error(`${name}: ${JSON.stringify(result)}`)
    return { name, token, now, verdict, ...(result.ok && { payload: result.payload }) }
  })
  return {
    about:
      'Tokens that every Wayside SDK must sign and judge alike. "secret" is base64url; "now" is in milliseconds; only "keys" are live. ' +
      'A signer must make exactly "token" from "payload", and refuse what is "refused". Lengths count UTF-16 units.',
    keys,
    verify,
    sign: [
      ...SIGNABLE.map(([name, payload, key = newer]) => ({ name, kid: key.kid, payload, token: sign(payload, key) })),
      ...UNSIGNABLE.map(([name, payload, key = newer]) => ({ name, kid: key.kid, payload, refused: true as const })),
    ],
  }
}

/** The file's text. One vector a line; ASCII only, so that no editor, checkout or reader can change what it says. */
export function vectorsText(): string {
  const ascii = (text: string): string =>
    text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const { about, ...lists } = vectors()
  const blocks = Object.entries(lists).map(
    ([name, list]) =>
      `  ${JSON.stringify(name)}: [\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`,
  )
  return ascii(`{\n  "about": ${JSON.stringify(about)},\n${blocks.join(',\n')}\n}\n`)
}

if (import.meta.main) {
  writeFileSync(VECTORS_PATH, vectorsText())
  process.stdout.write(`${join('docs', 'reference', 'vectors.json')} written\n`)
}
