// A season of a book shop, made up but whole: pages of two weeks and before, as collectors write them to their logs. Days rise and fall,
// both datacenters fail one afternoon and the clicks of it come in later, robots and forgers come by, some pages lose what they had.
// Promises: the same for the same seed and time; everything goes through the real log and loader. Names of two items are hostile.

import { join } from 'node:path'
import {
  type Event,
  encodeRecord,
  type Stamp,
  signToken,
  type TokenKey,
  tokenSecret,
} from '../../../src/event/index.ts'
import { openLog } from '../../../src/log/index.ts'
import { seeded } from '../../../src/platform/index.ts'

export interface SeasonOptions {
  data: string
  key: { kid: string; site: string; secret: Buffer }
  /** It ends here, milliseconds since the Unix epoch. */
  until: number
  days: number
  pagesPerDay: number
  seed?: number
}

/** What a test may look for. */
export interface Season {
  outage: { from: number; to: number }
  /** A click that was sent twice, one that was forged, and one that arrived late. */
  duplicate: string
  forged: string
  late: string
  pages: number
  /** Received, all copies; without what cannot be read. */
  events: number
}

export const HOSTILE_ITEMS = [
  '<img src=x onerror="document.title=\'pwned\'">',
  '=HYPERLINK("https://evil.example","x")',
]
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const TITLES =
  'Emma|Persuasion|Moby-Dick|Dracula|Walden|Kidnapped|Anna Karenina|Flatland|Peter Pan|Jane Eyre|Villette|Middlemarch|Ulysses|Dubliners|Nostromo|Lord Jim|Kim|Ivanhoe|Waverley|Evelina|Cranford|Ruth|North and South|Hard Times|Bleak House|Little Dorrit|The Warden|Erewhon|Trilby|She'.split(
    '|',
  )
const ITEMS = [...TITLES.slice(0, 3), HOSTILE_ITEMS[0]!, ...TITLES.slice(3, 12), HOSTILE_ITEMS[1]!, ...TITLES.slice(12)]
const AGENTS: [agent: string, share: number][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    0.46,
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    0.28,
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 0.12],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    0.14,
  ],
]
const ROBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const PLACEMENTS: [name: string, share: number, appeal: number][] = [
  ['product page', 0.45, 1],
  ['front page', 0.3, 0.7],
  ['basket', 0.15, 1.5],
  ['search', 0.1, 0.45],
]
const VARIANTS: [name: string, share: number, appeal: number][] = [
  ['bestsellers', 0.5, 1],
  ['similar books', 0.5, 1.25],
]
const LIST = 6
/** Records that wait for the disk at a time. */
const APPENDS = 2_000

/** Write it down. The loader has not run yet when this resolves. */
export async function writeSeason(options: SeasonOptions): Promise<Season> {
  const { data, until, days, pagesPerDay, seed = 7 } = options
  const logs = {
    a: await openLog({ folder: join(data, 'log', 'a-0') }),
    b: await openLog({ folder: join(data, 'log', 'b-0') }),
  }
  const writer = new Writer(options, seeded(seed))
  // A day more than asked for: what would come after the end is left out.
  const pages = (days + 1) * pagesPerDay
  for (let page = 0; page < pages; page++) {
    const share = (page + 0.5) / pages
    writer.page(bend(until - days * DAY_MS + share * (days + 1) * DAY_MS), page)
  }
  writer.records.sort((one, other) => one.at - other.at)
  for (let at = 0; at < writer.records.length; at += APPENDS)
    await Promise.all(
      writer.records.slice(at, at + APPENDS).map(({ datacenter, record }) => logs[datacenter].append(record)),
    )
  await Promise.all([logs.a.close(), logs.b.close()])
  return { ...writer.season, pages }
}

/** Evenly spread times, pulled towards the evening. */
function bend(at: number): number {
  const day = Math.floor(at / DAY_MS) * DAY_MS
  const share = (at - day) / DAY_MS
  return day + DAY_MS * (share - 0.11 * Math.sin(2 * Math.PI * (share - 0.76)))
}

interface Visitor {
  outbox: string
  agent: string
  /** The number of its last event. */
  n: number
}

/** So many of the last visitors may come again. */
const VISITORS = 1_500

class Writer {
  readonly records: { at: number; datacenter: 'a' | 'b'; record: Buffer }[] = []
  readonly season: Omit<Season, 'pages'>
  readonly #options: SeasonOptions
  readonly #random: () => number
  readonly #key: TokenKey
  readonly #forger: TokenKey
  readonly #visitors: Visitor[] = []

  constructor(options: SeasonOptions, random: () => number) {
    this.#options = options
    this.#random = random
    this.#key = { ...options.key, secret: tokenSecret(options.key.secret) }
    this.#forger = { ...this.#key, secret: tokenSecret(Buffer.alloc(32, 1)) }
    // Two days before the end, three hours of the evening.
    const from = Math.floor((options.until - 2 * DAY_MS) / DAY_MS) * DAY_MS + 16 * HOUR_MS
    this.season = { outage: { from, to: from + 3 * HOUR_MS }, duplicate: '', forged: '', late: '', events: 0 }
  }

  page(at: number, page: number): void {
    const { outage } = this.season
    const [placement, , placeAppeal] = this.#pick(PLACEMENTS)
    const [variant, , variantAppeal] = this.#pick(VARIANTS)
    const isDown = at >= outage.from && at < outage.to
    const isForged = page % 61 === 7
    const isRobot = page % 43 === 11
    const items = this.#items()
    const list = signToken(isForged ? this.#forger : this.#key, {
      s: this.#options.key.site,
      l: this.#hex(16),
      p: placement,
      v: variant,
      t: Math.floor(at / 1000) - 1,
      i: items,
    })
    const visitor = this.#visitor(at)
    const event = (type: Event['type'], place: number, afterMs: number): Event => ({
      id: this.#id(at + afterMs),
      n: ++visitor.n,
      type,
      occurredAt: at + afterMs,
      list,
      item: items[place]!,
      position: place + 1,
      via: this.#random() < 0.9 ? 'fetch' : 'beacon',
      ...(type === 'click' && { trusted: page % 97 !== 5, how: 'primary' }),
    })
    const shown = items.map((_, place) => event('impression', place, 200 + place))
    const viewed = items
      .slice(0, 2 + Math.floor(this.#random() * 5))
      .map((_, place) => event('view', place, 1_300 + place))
    const clicks = items.flatMap((_, place) => {
      const appeal = 0.052 * placeAppeal * variantAppeal * (isForged ? 6 : 1) * 0.72 ** place
      return this.#random() < appeal ? [event('click', place, 4_000 + place * 900)] : []
    })
    const buys = clicks.length > 0 && this.#random() < 0.12
    const waitMs = isDown ? outage.to - at + this.#random() ** 2 * 9 * HOUR_MS : 0
    const send = (events: Event[], afterMs: number): boolean => {
      // Four requests in a thousand never arrive; the numbers of what came after them tell.
      if (events.length === 0 || this.#random() < 0.004) return false
      return this.#beacon(events, visitor, at + afterMs + waitMs, isRobot, page)
    }
    send([...shown, ...viewed], 2_100)
    const isKnown = send(clicks, 4_100)
    if (buys) send([this.#purchase(event('conversion', 0, 60_000 * 7), page)], 60_000 * 7 + 300)
    if (isKnown) this.#remember(clicks[0]!.id, { isDown, isForged, isRobot, page })
    if (clicks.length > 0 && page % 29 === 0) send(clicks, 6_500)
  }

  #remember(
    click: string,
    { isDown, isForged, isRobot, page }: { isDown: boolean; isForged: boolean; isRobot: boolean; page: number },
  ): void {
    if (isRobot || page % 97 === 5) return
    if (isForged) this.season.forged = click
    else if (isDown) this.season.late = click
    else if (page % 29 === 0) this.season.duplicate = click
  }

  #purchase(event: Event, page: number): Event {
    const { item: _item, position: _position, ...rest } = event
    return { ...rest, order: `order-${page}`, value: (8 + this.#random() * 40).toFixed(2), currency: 'EUR' }
  }

  #beacon(events: Event[], { outbox, agent }: Visitor, sentAt: number, isRobot: boolean, page: number): boolean {
    const { site } = this.#options.key
    const receivedAt = Math.round(sentAt + 40 + this.#random() * 60)
    if (receivedAt > this.#options.until) return false
    const datacenter = this.#random() < 0.58 ? 'a' : 'b'
    const stamp: Stamp = {
      v: 1,
      route: 'beacon',
      receivedAt,
      datacenter,
      address: `203.0.${page % 250}.0/24`,
      addressHash: this.#hex(16),
      agent: isRobot ? ROBOT : agent,
      origin: 'https://books.example',
      country: ['DE', 'FR', 'GB'][page % 3]!,
    }
    const batch = {
      v: 1,
      site,
      outbox,
      sentAt: Math.round(sentAt),
      events: events.map((one) => ({ ...one, occurredAt: Math.round(one.occurredAt) })),
    }
    // A few pages of an old app send what is no batch.
    const isBroken = page % 977 === 13
    const body = isBroken ? '{"v":1,"site":' : JSON.stringify(batch)
    if (!isBroken) this.season.events += events.length
    this.records.push({ at: receivedAt, datacenter, record: encodeRecord(stamp, Buffer.from(body)) })
    return true
  }

  /** Somebody new, or one of the last who comes again. */
  #visitor(at: number): Visitor {
    const known = this.#visitors.at(-1 - Math.floor(this.#random() * VISITORS))
    if (known && this.#random() < 0.6) return known
    const agent = AGENTS[this.#place(AGENTS.map(([, share]) => share))]![0]
    const visitor = { outbox: this.#id(at), agent, n: 0 }
    this.#visitors.push(visitor)
    return visitor
  }

  #items(): string[] {
    const left = [...ITEMS]
    return Array.from({ length: LIST }, () => left.splice(Math.floor(this.#random() ** 2.2 * left.length), 1)[0]!)
  }

  #pick<T extends [string, number, number]>(list: readonly T[]): T {
    return list[this.#place(list.map(([, share]) => share))]!
  }

  #place(shares: readonly number[]): number {
    let left = this.#random()
    const found = shares.findIndex((share) => {
      left -= share
      return left < 0
    })
    return Math.max(0, found)
  }

  #hex(digits: number): string {
    let text = ''
    while (text.length < digits)
      text += Math.floor(this.#random() * 65_536)
        .toString(16)
        .padStart(4, '0')
    return text.slice(0, digits)
  }

  #id(atMs: number): string {
    const time = Math.floor(atMs).toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.#hex(3)}-8${this.#hex(3)}-${this.#hex(12)}`
  }
}
