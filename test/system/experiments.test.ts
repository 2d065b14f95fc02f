// An experiment over a real store: the sums are those of counting by hand, and what is asked wrongly is refused.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { experiment } from '../../src/report/index.ts'
import { Facts, fact } from './answers-kit.ts'

const facts = new Facts('shop')
const FROM = Date.parse('2026-11-01T00:00:00Z')
const at = (minute: number): string => new Date(FROM + minute * 60_000).toISOString()

/** Lists of two impressions; every `tenth` of a variant is clicked once, every `fortieth` bought from. */
function lists(variant: string, count: number, tenth: number, fortieth: number): Event[] {
  return Array.from({ length: count }, (_, i): Event[] => {
    const list = { listId: `${variant}-${i}`, variant, placement: 'home', visitor: `visitor-${variant}-${i % 100}` }
    const shown = ['emma', 'persuasion'].map((item, place) =>
      fact('impression', at(i), { ...list, item, position: place + 1 }),
    )
    const clicked = i % 10 < tenth ? [fact('click', at(i), { ...list, item: 'emma', position: 1 })] : []
    const bought = i % 40 < fortieth ? [fact('conversion', at(i), { ...list, value: '10.5', currency: 'EUR' })] : []
    return [...shown, ...clicked, ...bought]
  }).flat()
}

beforeAll(async () => {
  await facts.open()
  await facts.tell('shop', [...lists('old', 800, 1, 2), ...lists('new', 800, 2, 2)])
})
afterAll(() => facts.close())

test('clicks per impression, by list: 160 of 1,600 against 80 of 1,600 is higher', async () => {
  const found = await experiment(facts.store, { site: 'shop', control: 'old', plannedUnits: 2_000 })
  expect(found).toMatchObject({ metric: 'clickThroughRate', unit: 'list', crossing: 0 })
  expect(found.compared).toMatchObject([
    { variant: 'new', control: 'old', units: 800, rate: 0.1, controlRate: 0.05, effect: 0.05, verdict: 'higher' },
  ])
  // Every list has two impressions, so this is half the difference of two shares: √(0.2 · 0.8 + 0.1 · 0.9) / (2 · √799).
  const { low, high } = found.compared[0]!
  expect((high! - low!) / 2 / (Math.sqrt(0.25 / 799) / 2)).toBeGreaterThan(3)
  expect((high! - low!) / 2 / (Math.sqrt(0.25 / 799) / 2)).toBeLessThan(3.1)
  expect(found.ratio).toMatchObject({
    suspicious: false,
    p: 1,
    arms: [{ variant: 'new', expected: 800 }, { variant: 'old' }],
  })
})

test('where no variant was seen there are no arms, and nothing is compared', async () => {
  const empty = { compared: [], ratio: { arms: [], suspicious: false, p: 1, lossDiffers: null }, crossing: 0 }
  const range = { from: '2026-12-01', to: '2026-12-02' }
  expect(await experiment(facts.store, { site: 'shop', ...range })).toMatchObject({ control: '', ...empty })
  expect(await experiment(facts.store, { site: 'shop', control: 'old', ...range })).toMatchObject(empty)
  await expect(experiment(facts.store, { site: 'shop', control: 'newer' })).rejects.toThrow(/No variant "newer"/)
})

test('lists with a click, conversions and value have their own rates, and the time to go is told', async () => {
  const ask = (more: object): ReturnType<typeof experiment> =>
    experiment(facts.store, { site: 'shop', control: 'old', ...more })
  expect((await ask({ metric: 'listClickThroughRate' })).compared).toMatchObject([{ rate: 0.2, controlRate: 0.1 }])
  const bought = (await ask({ metric: 'conversionRate' })).compared[0]!
  expect(bought).toMatchObject({ rate: 0.05, controlRate: 0.05, verdict: 'open' })
  expect(bought.unitsNeeded).toBeGreaterThan(100_000)
  // 1,600 lists came within 799 minutes.
  expect(bought.daysToGo).toBeCloseTo((bought.unitsNeeded! - 1_600) / (1_600 / (799 / 1_440)), 3)
  expect((await ask({ metric: 'value', currency: 'EUR' })).compared).toMatchObject([
    { rate: 0.525, controlRate: 0.525 },
  ])
  expect((await ask({ metric: 'value', currency: 'USD' })).compared).toMatchObject([{ rate: 0, controlRate: 0 }])
})

test('by visitor there are fewer units, and those who saw both variants count for none', async () => {
  await facts.tell('shop', [
    fact('impression', at(0), { listId: 'x', variant: 'old', placement: 'home', visitor: 'visitor-new-1' }),
  ])
  const found = await experiment(facts.store, { site: 'shop', control: 'old', unit: 'visitor' })
  expect(found).toMatchObject({ crossing: 1, compared: [{ variant: 'new', units: 99 }] })
})

test('traffic that was not shared as meant is suspicious', async () => {
  const { ratio } = await experiment(facts.store, { site: 'shop', control: 'old', shares: { old: 9, new: 1 } })
  expect(ratio).toMatchObject({ suspicious: true })
})

test('the same is asked over HTTP, of one site that the key covers', async () => {
  const { api, url, keys } = await facts.serve('read:shop')
  const ask = async (query: string): Promise<unknown> =>
    (await fetch(`${url}/api/v1/experiment?${query}`, { headers: { Authorization: `Bearer ${keys[0]}` } })).json()
  expect(await ask('site=shop&control=old&plannedUnits=2000&metric=listClickThroughRate')).toMatchObject({
    control: 'old',
    compared: [{ variant: 'new', rate: 0.2, verdict: 'higher' }],
  })
  expect(await ask('shares=old:9,new:1')).toMatchObject({ control: 'new', ratio: { suspicious: true } })
  expect(await ask('metric=luck')).toMatchObject({ code: 'QUERY' })
  expect(await ask('site=elsewhere')).toMatchObject({ code: 'FORBIDDEN' })
  await api.close()
})

test.each([
  [{ metric: 'luck' }, 'Unknown metric'],
  [{ unit: 'page' }, 'Unknown unit'],
  [{ metric: 'value' }, 'currency'],
  [{ control: 'gone' }, 'No variant "gone" was seen, but "new", "old"'],
])('%o is refused', async (change, message) => {
  await expect(experiment(facts.store, { site: 'shop', control: 'old', ...change })).rejects.toThrow(message)
})
