// Attribution as docs/guides/answers.md works it by hand, and at its edges: windows, periods, what does not count.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { attribution } from '../../src/report/index.ts'
import { BEACON, Facts, fact, id, iso } from './answers-kit.ts'
import { record, SITE, tokenOf } from './store-kit.ts'

const guide = readFileSync(new URL('../../docs/guides/answers.md', import.meta.url), 'utf8')
const facts = new Facts(SITE, 'edges')

beforeAll(async () => {
  await facts.open()
})
afterAll(() => facts.close())

function block(name: string): string {
  return new RegExp(`\`\`\`\\w+ ${name}\n([\\s\\S]*?)\n\`\`\``).exec(guide)![1]!
}

/** One line of the guide: what a page's outbox or the service said. */
interface Line {
  by: 'page' | 'service'
  at: string
  type: Event['type']
  outbox?: string
  list?: string
  variant?: string
  item?: string
  visitor?: string
  order?: string
  value?: string
  currency?: string
}

/** A page's events come as beacons with signed lists; the service's over its own route. */
async function tell({ by, at, outbox, list, variant, ...rest }: Line): Promise<void> {
  const token =
    list === undefined ? {} : { list: tokenOf(list, [rest.item!], { variant: variant!, t: iso(at) / 1000 - 60 }) }
  const event = { id: id(iso(at)), occurredAt: iso(at), trusted: true, ...rest, ...token }
  if (by === 'service') return facts.tell(SITE, [event])
  const uuid = `01935d6e-7c1a-7abc-8def-0000000000${outbox!.charCodeAt(0).toString(16)}`
  await facts.append(
    'a-0',
    record({ outbox: uuid, sentAt: iso(at), consent: true, events: [event] }, { ...BEACON, receivedAt: iso(at) }),
  )
}

test('the guide’s worked example comes out as the guide says, for each model', async () => {
  for (const line of block('attribution-events').split('\n')) await tell(JSON.parse(line) as Line)
  await facts.load()
  const answers = JSON.parse(block('attribution-answers'))
  for (const model of ['last', 'first', 'linear']) {
    const answer = await attribution(facts.store, { site: SITE, by: ['variant', 'item'], model })
    expect(answer.rows, model).toEqual(answers[model])
    expect(answer.unattributed).toEqual(answers.unattributed)
    expect(answer.windows).toEqual({ '*': { clickSeconds: 604_800, viewSeconds: 86_400 } })
  }
})

test('a site’s own windows hold, and are printed', async () => {
  const windows = { [SITE]: { clickMs: 9 * 86_400_000, viewMs: 0 } }
  const answer = await attribution(facts.store, { site: SITE, by: ['item'], windows })
  expect(answer.windows[SITE]).toEqual({ clickSeconds: 777_600, viewSeconds: 0 })
  expect(answer.rows.find(({ item }) => item === 'villette')).toMatchObject({ conversions: 2, clickThrough: 2 })
  expect(answer.unattributed).toMatchObject({ conversions: 1, valueByCurrency: { EUR: 20 } })
})

test('a refund stands in the period in which it came, and takes back from the click of its order', async () => {
  const later = await attribution(facts.store, {
    site: SITE,
    by: ['item', 'day'],
    from: '2026-11-15',
    to: '2026-12-01',
  })
  expect(later.rows).toEqual([
    {
      item: 'villette',
      day: '2026-11-20',
      conversions: 0,
      clickThrough: 0,
      viewThrough: 0,
      refunds: 1,
      valueByCurrency: { EUR: -12 },
    },
  ])
  const before = await attribution(facts.store, { site: SITE, by: ['item'], from: '2026-11-05', to: '2026-11-06' })
  expect(before.rows).toMatchObject([{ item: 'villette', conversions: 1, refunds: 0, valueByCurrency: { EUR: 30 } }])
})

test('credit goes to a click at the very edge of the window, not to one a millisecond older, and not to one after the order', async () => {
  const click = (at: string, visitor: string): Event =>
    fact('click', at, { visitor, item: `of-${visitor}`, listId: `l-${visitor}` })
  const buy = (visitor: string): Event =>
    fact('conversion', '2026-11-09T00:00:00.000Z', { visitor, value: '1', currency: 'EUR' })
  await facts.tell('edges', [
    click('2026-11-02T00:00:00.000Z', 'edge'),
    click('2026-11-01T23:59:59.999Z', 'older'),
    click('2026-11-09T00:00:00.001Z', 'after'),
    ...['edge', 'older', 'after'].map(buy),
  ])
  const answer = await attribution(facts.store, { site: 'edges', by: ['item'] })
  expect(answer.rows).toMatchObject([{ item: 'of-edge', conversions: 1 }])
  expect(answer.unattributed.conversions).toBe(2)
})

test('credit adds up to the conversions, whatever the model and the dimensions; money too', async () => {
  for (const model of ['last', 'first', 'linear'])
    for (const by of [
      [],
      ['item'],
      ['site', 'variant', 'position'],
      ['day', 'placement'],
      ['hour', 'device', 'country', 'via'],
    ]) {
      const { rows, unattributed } = await attribution(facts.store, { site: [SITE, 'edges'], by, model })
      const sum = rows.reduce((all, row) => all + row.conversions, unattributed.conversions)
      const euros = rows.reduce(
        (all, row) => all + (row.valueByCurrency.EUR ?? 0),
        unattributed.valueByCurrency.EUR ?? 0,
      )
      expect(sum, `${model} ${by}`).toBeCloseTo(7, 3)
      expect(euros, `${model} ${by}`).toBeCloseTo(30 - 12 + 20 + 15 + 3, 3)
    }
})

test('a model or a dimension that does not exist is refused', async () => {
  await expect(attribution(facts.store, { site: SITE, model: 'magic' })).rejects.toMatchObject({ code: 'QUERY' })
  await expect(attribution(facts.store, { site: SITE, by: ['color'] })).rejects.toMatchObject({
    code: 'DIMENSION_UNKNOWN',
  })
})
