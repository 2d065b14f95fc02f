// What the control page shows: numbers from the backend's public API, and what pages say about their outboxes from the shop.
// Promises: `read` never throws; without an answer the last numbers stay, with the reason. Does not: read logs or stores.
import type { Books, Loss, RecentEvent, Report } from '../../../dist/report/index.js'
import { SITE } from '../settings.ts'
import type { OutboxesAnswer } from '../store/outboxes.ts'

/** A click as the page draws it; times in milliseconds since the Unix epoch. */
export interface ClickSeen {
  id: string
  item: string
  placement: string
  variant: string
  position: number
  datacenter: string
  occurredAt: number
  receivedAt: number
  counted: boolean
  /** Why it does not count. */
  reason: string
  /** It had waited in an outbox: it came in RECOVERED_AFTER_MS or more after it happened. */
  recovered: boolean
}

/** Items seen and clicked of one kind. */
export interface Rate {
  name: string
  impressions: number
  clicks: number
}

export interface Numbers {
  /** Newest first. */
  clicks: ClickSeen[]
  totals: { clicks: number; live: number; recovered: number; impressions: number; conversions: number }
  variants: Rate[]
  positions: Rate[]
  books:
    | { received: number; counted: number; duplicate: number; invalid: number; quarantined: number; balanced: boolean }
    | undefined
  loss: { expected: number; lost: number } | undefined
  outboxes: OutboxesAnswer | undefined
  /** Why the backend's numbers are missing or old. */
  fault: string | undefined
}

export interface FeedOptions {
  /** Address of the backend. */
  backend: string
  readKey: string
  /** Address of the shop. */
  store: string
}

/** Later than live delivery, which takes 1.5 s when the first datacenter hangs and the second gets a copy. */
export const RECOVERED_AFTER_MS = 2_500

const ANSWER_WITHIN_MS = 5_000
const CLICKS_MAX = 500

export class Feed {
  readonly #options: FeedOptions
  #reading: Promise<Numbers> | undefined
  #numbers: Numbers = {
    clicks: [],
    totals: { clicks: 0, live: 0, recovered: 0, impressions: 0, conversions: 0 },
    variants: [],
    positions: [],
    books: undefined,
    loss: undefined,
    outboxes: undefined,
    fault: 'the backend is starting',
  }

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** The last numbers, at once. */
  get latest(): Numbers {
    return this.#numbers
  }

  /** Fresh numbers. Who asks while they are being fetched gets the same ones. */
  read(): Promise<Numbers> {
    this.#reading ??= this.#fetch().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #fetch(): Promise<Numbers> {
    const last = this.#numbers
    const faults: string[] = []
    const orLast = async <Answer>(answer: Promise<Answer>, before: Answer): Promise<Answer> => {
      try {
        return await answer
      } catch (error) {
        faults.push((error as Error).message)
        return before
      }
    }
    const [outboxes, clicks, sums, books, loss] = await Promise.all([
      get<OutboxesAnswer>(`${this.#options.store}/outboxes`).catch(() => undefined),
      orLast(this.#clicks(), last.clicks),
      orLast(this.#sums(), last),
      orLast(this.#books(), last.books),
      orLast(this.#loss(), last.loss),
    ])
    const recovered = clicks.filter((click) => click.counted && click.recovered).length
    const totals = { ...sums.totals, recovered, live: Math.max(0, sums.totals.clicks - recovered) }
    const { variants, positions } = sums
    this.#numbers = { clicks, totals, variants, positions, books, loss, outboxes, fault: faults[0] }
    return this.#numbers
  }

  async #clicks(): Promise<ClickSeen[]> {
    const { events } = await this.#ask<{ events: RecentEvent[] }>('events', {
      type: 'click',
      limit: String(CLICKS_MAX),
    })
    return events.map(readClick)
  }

  async #sums(): Promise<Pick<Numbers, 'variants' | 'positions' | 'totals'>> {
    const { rows } = await this.#ask<Report>('report', { ...ALWAYS, by: 'variant,position' })
    const sum = (field: 'clicks' | 'impressions' | 'conversions'): number =>
      rows.reduce((total, row) => total + row[field], 0)
    return {
      totals: {
        clicks: sum('clicks'),
        impressions: sum('impressions'),
        conversions: sum('conversions'),
        live: 0,
        recovered: 0,
      },
      variants: ratesBy(rows, 'variant'),
      positions: ratesBy(rows, 'position'),
    }
  }

  async #books(): Promise<Numbers['books']> {
    const books = await this.#ask<Books>('books', ALWAYS)
    return { ...books, invalid: Object.values(books.invalid).reduce((total, count) => total + count, 0) }
  }

  async #loss(): Promise<Numbers['loss']> {
    const { rows } = await this.#ask<Loss>('loss', ALWAYS)
    const sum = (field: 'expected' | 'seen'): number => rows.reduce((total, row) => total + row[field], 0)
    return { expected: sum('expected'), lost: Math.max(0, sum('expected') - sum('seen')) }
  }

  #ask<Answer>(what: string, query: Record<string, string>): Promise<Answer> {
    const { backend, readKey } = this.#options
    return get<Answer>(`${backend}/api/v1/${what}?${new URLSearchParams({ site: SITE, ...query })}`, readKey)
  }
}

/** All of a demo's life. */
const ALWAYS = { from: '2020-01-01', to: '2100-01-01' }

async function get<Answer>(url: string, key?: string): Promise<Answer> {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    headers: key ? { authorization: `Bearer ${key}` } : {},
  })
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}`)
  return (await answer.json()) as Answer
}

/** Rows added up by one of their dimensions; rows without it are left out. */
function ratesBy(rows: Report['rows'], dimension: 'variant' | 'position'): Rate[] {
  const rates = new Map<string, Rate>()
  for (const row of rows) {
    const name = String(row[dimension] ?? '')
    if (name === '' || name === '0') continue
    const rate = rates.get(name) ?? { name, impressions: 0, clicks: 0 }
    rates.set(name, { name, impressions: rate.impressions + row.impressions, clicks: rate.clicks + row.clicks })
  }
  return [...rates.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

function readClick(event: RecentEvent): ClickSeen {
  const [occurredAt, receivedAt] = [Date.parse(event.occurredAt), Date.parse(event.receivedAt)]
  return {
    id: event.id,
    item: event.item,
    placement: event.placement,
    variant: event.variant,
    position: event.position,
    datacenter: event.datacenter,
    occurredAt,
    receivedAt,
    counted: event.verdict === 'counted',
    reason: event.verdict,
    recovered: receivedAt - occurredAt >= RECOVERED_AFTER_MS,
  }
}
