// Random traffic for the test of rolled-up tables, and what was said of each numbered event in it. The same for the same random numbers.
import type { Event } from '../../src/event/index.ts'
import type { Numbered } from './loss-by-hand.ts'
import { idMaker, NOON, record, tokenOf } from './store-kit.ts'

export const HOUR = 3_600_000
const ITEMS = ['emma', 'persuasion', 'ulysses', 'middlemarch']

/** What was sent of each id that has a number; whatever becomes of it. */
export type Sent = Map<string, Omit<Numbered, 'at'>>

/** Random traffic: lists that several outboxes see or one only, in several quarters of an hour; some of it forged, late, by other ids, sold, or of no list. */
export function traffic(random: () => number, told: Sent): () => { log: string; body: Buffer } {
  const id = idMaker(Math.floor(random() * 1e9))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const lists = Array.from({ length: 12 }, (_, i) => {
    const items = ITEMS.slice(0, 2 + (i % 3))
    const t = NOON / 1000 - 60 - i * 700
    return tokenOf(`list-${i}`, items, { placement: pick(['basket', 'search']), variant: pick(['a', 'b']), t })
  })
  const outboxes = Array.from({ length: 8 }, () => id(NOON - 9 * HOUR))
  const given = new Map<string, number>()
  const sent: { log: string; body: Buffer }[] = []
  const event = (at: number): Partial<Event> => {
    const type = pick(['impression', 'impression', 'impression', 'view', 'click', 'conversion'] as const)
    const isForeign = random() < 0.1
    return {
      id: isForeign
        ? `${id(at).slice(9, 13)}${id(at).slice(0, 4)}-0000-4${id(at).slice(15, 18)}-8${id(at).slice(20)}`
        : id(at),
      type,
      item: pick(ITEMS),
      list: random() < 0.05 ? `${pick(lists)}x` : pick(lists),
      occurredAt: at,
      via: pick(['fetch', 'beacon']),
      visitor: pick(['ann', 'bob', 'cy']),
      ...(type === 'click' && { trusted: random() < 0.9, how: 'primary' }),
      ...(type === 'conversion' && random() < 0.8 && { value: '12.5', currency: pick(['EUR', 'USD']) }),
    }
  }
  /** As most pages are: a list of its own, each item shown once, named by its time or not; now and then one that an earlier page had, or no list at all. */
  let before: string | undefined
  const ownList = (events: Partial<Event>[], at: number): void => {
    const name = random() < 0.7 ? id(at - 1_000 - Math.floor(random() * 60_000)) : `page-${at}`
    const own = tokenOf(name, ITEMS, { placement: pick(['basket', 'search']), t: Math.floor(at / 1000) - 60 })
    const list = before !== undefined && random() < 0.2 ? before : own
    before = list
    const isOfNone = random() < 0.2
    for (const [index, one] of events.entries()) {
      one.item = ITEMS[index % ITEMS.length]!
      if (isOfNone) delete one.list
      else one.list = list
    }
  }
  return () => {
    if (sent.length > 0 && random() < 0.2) return { ...pick(sent), log: pick(['a-0', 'b-0']) }
    const receivedAt = NOON + Math.floor(random() * 6 * HOUR)
    const at = receivedAt - Math.floor(random() < 0.2 ? random() * 5 * HOUR : random() * 60_000)
    const isPage = random() < 0.5
    const spread = isPage ? 20_000 : 300_000
    const events = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
      event(at + Math.floor(random() * spread) - spread),
    )
    if (isPage) ownList(events, at)
    const outbox = isPage ? id(at - spread) : pick(outboxes)
    for (const one of events) {
      if (random() < 0.1) continue
      one.n = (given.get(outbox) ?? 0) + (random() < 0.1 ? 2 : 1)
      given.set(outbox, one.n)
      const isGood = one.list?.endsWith('x') === false
      told.set(one.id!, { outbox, n: one.n, via: one.via!, receivedAt, isGood })
    }
    const stamp = { receivedAt, country: pick(['DE', 'FR']) }
    const batch = { outbox, sentAt: receivedAt - 10, events }
    const one = { log: pick(['a-0', 'b-0']), body: record(batch as never, stamp) }
    sent.push(one)
    return one
  }
}
