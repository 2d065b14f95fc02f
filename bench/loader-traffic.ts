// Traffic for the benchmarks of the loader and the store: lists of ten books as a page sends them, the same for the same seed.
// A page sends one batch of ten impressions and four views; three pages in ten send a click in a batch of its own; one batch in fifty is sent twice.
import { type Event, encodeRecord, signToken, type TokenKey, tokenSecret } from '../src/event/index.ts'
import { seeded } from '../src/platform/index.ts'

export const SITE = 'bookstore'
export const key: TokenKey = { kid: 'k1', site: SITE, secret: tokenSecret(Buffer.alloc(32, 7)) }
export const STARTED_AT: number = Date.UTC(2026, 10, 1)

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
]
const PLACEMENTS = ['product-page', 'basket', 'front-page', 'search']
const VARIANTS = ['similar-books', 'bought-together', 'random']
const ITEMS = 5_000

/** One log record and the events in it. */
export interface Beacon {
  record: Buffer
  events: number
}

/**
 * Beacons without end, in the order of their time.
 * @param days over how many days `events` events spread @param now when pages are seen, instead @param isListByTime lists are named as the SDKs name
 * them, by a UUIDv7; by chance otherwise
 */
export function* traffic(
  seed: number,
  events: number,
  days = 7,
  now?: () => number,
  isListByTime = false,
): Generator<Beacon> {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  const id = (atMs: number): string => {
    const time = Math.floor(atMs).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`
  }
  const pageMs = (days * 86_400_000 * 14.3) / events
  for (let page = 0; ; page++) {
    // A live page was opened a while ago and sends now.
    const at = now ? now() - 2_040 : Math.floor(STARTED_AT + page * pageMs)
    const outbox = id(at)
    const first = Math.floor(random() ** 2 * (ITEMS - 10))
    const items = Array.from({ length: 10 }, (_, i) => `book-${first + i}`)
    const list = signToken(key, {
      s: SITE,
      l: isListByTime ? id(at - 1_000) : `${hex(8)}${hex(8)}`,
      p: pick(PLACEMENTS),
      v: pick(VARIANTS),
      t: Math.floor(at / 1000) - 1,
      i: items,
    })
    let n = 0
    const event = (type: Event['type'], place: number, afterMs: number): Event => ({
      id: id(at + afterMs),
      n: ++n,
      type,
      occurredAt: at + afterMs,
      list,
      item: items[place]!,
      position: place + 1,
      via: 'fetch',
      ...(type === 'click' && { trusted: true, how: 'primary' }),
    })
    const stamp = {
      v: 1,
      route: 'beacon',
      datacenter: random() < 0.5 ? 'a' : 'b',
      address: `203.0.${Math.floor(random() * 250)}.0/24`,
      addressHash: `${hex(8)}${hex(8)}`,
      agent: pick(AGENTS),
      origin: 'https://books.example',
      country: pick(['DE', 'FR', 'US']),
    } as const
    const beacon = (batch: Event[], sentAt: number): Beacon => ({
      record: encodeRecord(
        { ...stamp, receivedAt: now ? now() : sentAt + 40 },
        Buffer.from(JSON.stringify({ v: 1, site: SITE, outbox, sentAt, events: batch })),
      ),
      events: batch.length,
    })
    const seen = items.map((_, place) => event('impression', place, 200 + place))
    const viewed = [0, 1, 2, 3].map((place) => event('view', place, 1_300 + place))
    const shown = beacon([...seen, ...viewed], at + 2_000)
    yield shown
    if (random() < 0.02) yield shown
    if (random() < 0.3) yield beacon([event('click', Math.floor(random() ** 2 * 10), 4_000)], at + 4_010)
  }
}
