// Reports over a real store: days and hours across changes of clocks, reasons, comparison, pages, formats, and what is refused.

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { compare, formatRows, report, writeParquet } from '../../src/report/index.ts'
import { erase } from '../../src/store/index.ts'
import { BEACON, Facts, fact, readParquet } from './answers-kit.ts'

const facts = new Facts('shop', 'clocks', 'weeks')
const seen = (at: string, more: Partial<Event> = {}): Event => fact('impression', at, more)

const OVER = Date.parse('2027-01-01T00:00:00Z')

const FORGED = `v1.nokey.${Buffer.from('{}').toString('base64url')}.AAAAAAAAAAAAAAAAAAAAAA`

beforeAll(async () => {
  await facts.open()
})
afterAll(() => facts.close())

test('the day on which Berlin turns its clocks back has 25 hours, and two different ones are called 2 o’clock', async () => {
  // 2026-10-25: 02:00 comes twice, at 00:00Z and at 01:00Z.
  const times = [
    '2026-10-24T21:59:59Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T00:30:00Z',
    '2026-10-25T01:30:00Z',
    '2026-10-25T22:59:59Z',
    '2026-10-25T23:00:00Z',
  ]
  await facts.tell(
    'clocks',
    times.map((at, n) => seen(at, { listId: `b${n}` })),
  )
  const query = { site: 'clocks', tz: 'Europe/Berlin', from: '2026-10-25', to: '2026-10-26' }
  const hours = await report(facts.store, { ...query, by: ['hour'] })
  expect(hours.rows.map(({ hour, impressions }) => [hour, impressions])).toEqual([
    ['2026-10-25T00:00+02:00', 1],
    ['2026-10-25T02:00+02:00', 1],
    ['2026-10-25T02:00+01:00', 1],
    ['2026-10-25T23:00+01:00', 1],
  ])
  const days = await report(facts.store, { site: 'clocks', tz: 'Europe/Berlin', by: ['day'] })
  expect(days.rows.map(({ day, impressions }) => [day, impressions])).toEqual([
    ['2026-10-24', 1],
    ['2026-10-25', 4],
    ['2026-10-26', 1],
  ])
})

test('the day on which Berlin turns its clocks forward has 23 hours, and no event falls into the one that is missing', async () => {
  // 2027-03-28: 02:00 does not exist; 01:59:59+01:00 is followed by 03:00:00+02:00.
  const times = [
    '2027-03-27T22:59:59Z',
    '2027-03-27T23:00:00Z',
    '2027-03-28T00:59:59Z',
    '2027-03-28T01:00:00Z',
    '2027-03-28T21:59:59Z',
    '2027-03-28T22:00:00Z',
  ]
  await facts.tell(
    'clocks',
    times.map((at, n) => seen(at, { listId: `s${n}` })),
  )
  const query = { site: 'clocks', tz: 'Europe/Berlin', from: '2027-03-28', to: '2027-03-29' }
  const hours = await report(facts.store, { ...query, by: ['hour'] })
  expect(hours.rows.map(({ hour, impressions }) => [hour, impressions])).toEqual([
    ['2027-03-28T00:00+01:00', 1],
    ['2027-03-28T01:00+01:00', 1],
    ['2027-03-28T03:00+02:00', 1],
    ['2027-03-28T23:00+02:00', 1],
  ])
  const [day] = (await report(facts.store, { ...query, by: ['day'] })).rows
  expect(day).toMatchObject({ day: '2027-03-28', impressions: 4 })
})

test('a half-hour zone has its own hours', async () => {
  await facts.tell('clocks', [seen('2026-06-01T01:40:00Z', { listId: 'k' })])
  const { rows } = await report(facts.store, {
    site: 'clocks',
    tz: 'Asia/Kolkata',
    from: '2026-06-01',
    to: '2026-06-02',
    by: ['hour'],
  })
  expect(rows).toMatchObject([{ hour: '2026-06-01T07:00+05:30', impressions: 1 }])
})

test('gross is net and every reason, for each type; both rates are named, with their intervals', async () => {
  const at = '2026-11-02T12:00:00Z'
  const list = (n: number, item: string): Partial<Event> => ({ listId: `l${n}`, item, variant: n % 2 ? 'b' : 'a' })
  const events = [1, 2, 3, 4].flatMap((n) => [seen(at, list(n, 'emma')), seen(at, list(n, 'persuasion'))])
  events.push(
    fact('view', at, list(1, 'emma')),
    fact('click', at, list(1, 'emma')),
    fact('click', at, list(1, 'persuasion')),
  )
  events.push(
    fact('conversion', at, { value: '30.10', currency: 'EUR', order: 'o1' }),
    fact('conversion', at, { value: '-10.10', currency: 'EUR', order: 'o1' }),
  )
  // A list that nobody signed.
  const forged = [fact('click', at, { item: 'emma', list: FORGED }), seen(at, { item: 'emma', list: FORGED })]
  await facts.tell('shop', forged, undefined, 'a-0', BEACON)
  await facts.tell('shop', events)
  const [row] = (await report(facts.store, { site: 'shop' })).rows
  expect(row).toMatchObject({
    impressions: 8,
    grossImpressions: 9,
    invalidImpressions: { forged: 1 },
    clicks: 2,
    grossClicks: 3,
    invalidClicks: { forged: 1 },
    clickThroughRate: 0.25,
    lists: 4,
    clickedLists: 1,
    listClickThroughRate: 0.25,
    viewableRate: 0.125,
    lateShare: 0,
    conversions: 2,
    value: 20,
    valueByCurrency: { EUR: 20 },
  })
  // Wilson, 2 of 8.
  expect(row!.clickThroughLow).toBeCloseTo(0.0715, 4)
  expect(row!.clickThroughHigh).toBeCloseTo(0.5907, 4)
  await facts.tell('shop', [fact('conversion', at, { value: '5', currency: 'USD' })])
  const [mixed] = (await report(facts.store, { site: 'shop' })).rows
  expect(mixed).toMatchObject({ value: null, valueByCurrency: { EUR: 20, USD: 5 } })
})

test('what arrives late stands in its own hour and is named', async () => {
  await facts.tell('weeks', [seen('2026-09-01T10:00:00Z', { listId: 'late' })], '2026-09-01T18:00:00Z')
  const { rows } = await report(facts.store, { site: 'weeks', from: '2026-09-01', to: '2026-09-02', by: ['hour'] })
  expect(rows).toMatchObject([{ hour: '2026-09-01T10:00+00:00', impressions: 1, lateShare: 1 }])
})

test('a week with a change of clocks is compared with the week before it, day by day', async () => {
  const at = (day: string, n: number): Event[] => [
    seen(`${day}T20:30:00Z`, { listId: `w${day}${n}` }),
    ...(n % 2 ? [fact('click', `${day}T20:31:00Z`, { listId: `w${day}${n}` })] : []),
  ]
  await facts.tell(
    'weeks',
    [1, 2, 3].flatMap((n) => at('2026-10-14', n)),
  )
  await facts.tell(
    'weeks',
    [1, 2].flatMap((n) => at('2026-10-21', n)),
  )
  await facts.tell('weeks', at('2026-10-25', 1))
  const query = { site: 'weeks', tz: 'Europe/Berlin', from: '2026-10-19', to: '2026-10-26', by: ['day'] }
  const { rows, previous } = await compare(facts.store, query, OVER)
  expect(previous).toEqual({ from: '2026-10-11T22:00:00.000Z', to: '2026-10-18T22:00:00.000Z' })
  expect(rows).toMatchObject([
    { day: '2026-10-21', impressions: 2, clicks: 1, previous: { impressions: 3, clicks: 2 } },
    { day: '2026-10-25', impressions: 1, clicks: 1, previous: null },
  ])
  const hours = await compare(facts.store, { ...query, by: ['hour'] }, OVER)
  expect(hours.rows[0]).toMatchObject({ hour: '2026-10-21T22:00+02:00', previous: { impressions: 3 } })
  await expect(compare(facts.store, { site: 'weeks', from: '2026-10-19' }, OVER)).rejects.toMatchObject({
    code: 'RANGE',
  })
})

test('pages meet without a gap or an overlap, whatever the dimensions', async () => {
  for (const by of [
    ['site', 'day'],
    ['hour'],
    ['variant', 'item', 'position'],
    ['device', 'country', 'via', 'placement'],
  ]) {
    const site = facts.sites
    const whole = await report(facts.store, { site, by })
    const paged = []
    let after: string | undefined
    do {
      const page = await report(facts.store, { site, by, limit: 2, after })
      expect(page.rows.length).toBeLessThanOrEqual(2)
      paged.push(...page.rows)
      after = page.next
    } while (after !== undefined)
    expect(paged).toEqual(whole.rows)
  }
})

test('what cannot be answered is refused with the fix', async () => {
  const refused = async (query: Partial<Parameters<typeof report>[1]>): Promise<string> =>
    report(facts.store, { site: 'shop', ...query }).then(
      () => 'answered',
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    )
  expect(await refused({ by: ['color'] })).toMatch(/^DIMENSION_UNKNOWN: "color".*Use site, placement/)
  expect(await refused({ from: '2026-11-08', to: '2026-11-01' })).toMatch(/^RANGE: .*empty/)
  expect(await refused({ from: '2026-02-30' })).toMatch(/^RANGE: .*2026-02-30 is no date/)
  expect(await refused({ tz: 'Mars/Olympus' })).toMatch(/^TIME_ZONE/)
  expect(await refused({ by: ['day'], after: 'bm9uc2Vuc2U' })).toMatch(/^QUERY: after/)
  expect(await refused({ limit: 0 })).toMatch(/^QUERY: limit/)
  expect(await refused({ site: [] })).toMatch(/^QUERY: Name a site/)
})

test('CSV, NDJSON and Parquet say the same; a name that looks like a formula is defused in CSV', async () => {
  await facts.tell('shop', [seen('2026-11-05T00:00:00Z', { listId: 'f', variant: '=1+1, "x"' })])
  const { rows } = await report(facts.store, { site: 'shop', by: ['variant'] })
  const csv = formatRows(rows, 'csv').split('\r\n')
  expect(csv[0]).toMatch(/^variant,impressions,views,clicks,/)
  expect(csv.some((line) => line.startsWith(`"'=1+1, ""x""",1,`))).toBe(true)
  const lines = formatRows(rows, 'ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toEqual(rows)
  expect(formatRows([], 'csv', ['day'])).toBe('day\r\n')
  const path = join(facts.folder, 'rows.parquet')
  await writeParquet(facts.store, rows, path)
  const back = await readParquet(path)
  expect(back.map(({ variant, clicks, clickThroughRate }) => ({ variant, clicks, clickThroughRate }))).toEqual(
    rows.map(({ variant, clicks, clickThroughRate }) => ({ variant, clicks: BigInt(clicks), clickThroughRate })),
  )
})

test('a range that begins before what is kept is refused, whatever is asked; all there is may be asked for', async () => {
  const kept = new Facts('shop')
  await kept.open()
  const times = ['2026-08-01T10:00:00Z', '2026-09-05T10:00:00Z', '2026-09-06T10:00:00Z']
  await kept.tell(
    'shop',
    times.map((at, n) => seen(at, { listId: `k${n}`, variant: 'a' })),
  )
  const { api, url, keys } = await kept.serve('read:shop')
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${url}/api/v1/${path}`, { headers: { Authorization: `Bearer ${keys[0]}` } })).json()
  const ranged = ['report', 'books', 'loss', 'attribution', 'experiment'].map((name) => `${name}?site=shop`)
  for (const path of ranged) expect(await ask(`${path}&from=2026-08-01`)).not.toHaveProperty('code')
  const clock = { now: () => Date.parse('2026-11-25'), monotonic: () => 0 }
  await erase(kept.store, { kind: 'before', before: Date.parse('2026-09-01') }, clock)
  const refused = {
    code: 'RANGE_ERASED',
    message: expect.stringContaining('before 2026-09-01T00:00:00.000Z was erased'),
  }
  for (const path of [...ranged, 'export?to=2026-08-02&site=shop'])
    expect(await ask(`${path}&from=2026-08-01T12:00:00Z`), path).toMatchObject(refused)
  expect(await ask('report?site=shop&from=2026-09-01&to=2026-09-08&compare=previous')).toMatchObject(refused)
  // The period before begins before all time.
  expect(await ask('report?site=shop&from=1980-01-01&to=2027-01-01&compare=previous')).toMatchObject(refused)
  expect(await ask('report?site=shop&from=2026-09-01')).toMatchObject({ rows: [{ impressions: 2 }] })
  expect(await ask('report?site=shop')).toMatchObject({ rows: [{ impressions: 2 }] })
  await api.close()
  await kept.close()
})
