// The dashboard as people use it, in Chromium, over a real node: from sign-in to finding the outage, comparing variants, explaining a click.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { sendClick } from './lib/clicks.ts'
import { type Node, startNode } from './lib/node.ts'
import { launchBrowser, type Person, type PersonOptions, person, settled, tile } from './lib/person.ts'
import { HOSTILE_ITEMS } from './lib/season.ts'

/** The season ends a while ago, and people's clocks stand there: pictures are the same every day. */
const UNTIL = Date.UTC(2026, 10, 20, 18)

let node: Node
let browser: Browser

beforeAll(async () => {
  ;[node, browser] = await Promise.all([startNode({ until: UNTIL, days: 14, pagesPerDay: 350 }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

async function someone(key = node.keys.read, options: PersonOptions = {}): Promise<Person> {
  const one = await person(browser, node, key, { now: UNTIL, ...options })
  onTestFinished(async () => {
    await one.leave()
    expect(one.faults).toEqual([])
  })
  return one
}

test('a wrong key is told; the right one opens the overview, and its figures are those of the API', async () => {
  const { page } = await someone('')
  await page.getByLabel('Read key').fill('wayside_read_nobody_x')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This key is not known here').waitFor()
  await page.getByLabel('Read key').fill(node.keys.read)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await settled(page)
  const query = 'site=bookstore&from=2026-11-14&to=2026-11-21&tz=Europe/Berlin'
  const answer = await fetch(`${node.url}/api/v1/report?${query}`, {
    headers: { Authorization: `Bearer ${node.keys.read}` },
  })
  const { rows } = (await answer.json()) as { rows: { clicks: number; impressions: number }[] }
  const figures = await tile(page, 'figures').innerText()
  expect(figures).toContain(rows[0]!.clicks.toLocaleString('en'))
  expect(figures).toContain(rows[0]!.impressions.toLocaleString('en'))
  expect(await page.innerText('.masthead')).toContain('14 – 20 Nov 2026 in Europe/Berlin')
  expect(await page.innerText('.notes')).toMatch(/counts again after 30 min.*clicks within 7 days/s)
})

test('somebody finds the outage: it is told, its clicks are drawn late where they happened, and a link zooms to it', async () => {
  const { page, open } = await someone()
  await open('')
  const series = tile(page, 'series')
  expect(await series.innerText()).toMatch(/\d+ clicks came in late/)
  const outage = series.locator('.silences li')
  expect(await outage.innerText()).toMatch(/18 Nov, 17:0\d.*Nothing came in for 3 h.*came in later and are counted/s)
  expect(await series.locator('svg .silence').count()).toBe(1)
  await outage.getByRole('link').click()
  await settled(page)
  expect(page.url()).toContain('from=2026-11-18T')
  const late = await series
    .locator('svg .bar.late')
    .evaluateAll((bars) => bars.filter((bar) => bar.getAttribute('height') !== '0').length)
  expect(late).toBeGreaterThan(3)
  await page.getByRole('link', { name: 'Zoom out' }).click()
  await settled(page)
  expect(await outage.count()).toBe(1)
})

test('following a name narrows every figure down; the address carries it; Back undoes it', async () => {
  const { page, open } = await someone()
  await open('')
  const clicks = page.locator('.figure').first()
  const all = await clicks.innerText()
  await tile(page, 'placements').getByRole('link', { name: 'basket' }).click()
  await page.waitForFunction((before) => document.querySelector<HTMLElement>('.figure')!.innerText !== before, all)
  expect(page.url()).toContain('placement=basket')
  expect(await page.getByLabel('Filters').innerText()).toMatch(/placement\s+basket/)
  await page.goBack()
  await page.waitForFunction((before) => document.querySelector<HTMLElement>('.figure')!.innerText === before, all)
  expect(await page.getByLabel('Filters').count()).toBe(0)
})

test('an experiment says what to do, and the words follow from the API’s verdict', async () => {
  const { page, open } = await someone()
  await open('view=experiment&range=28d')
  const answer = await fetch(`${node.url}/api/v1/experiment?site=bookstore&from=2026-10-24&to=2026-11-21`, {
    headers: { Authorization: `Bearer ${node.keys.read}` },
  })
  const { compared } = (await answer.json()) as { compared: { verdict: string }[] }
  const words = { higher: 'Stop: similar books is better', open: 'Keep going', lower: 'Stop: bestsellers is better' }
  expect(await tile(page, 'advice').innerText()).toContain(words[compared[0]!.verdict as 'open'])
  expect(await tile(page, 'ratio').innerText()).toContain('The traffic was shared as meant')
  expect(await tile(page, 'effect').locator('.effect .line').count()).toBe(1)
  await page.getByLabel('with the control').selectOption('similar books')
  await settled(page)
  expect(await tile(page, 'arms').innerText()).toContain('Each beside similar books')
})

test('one click is explained: forged, sent twice, come late', async () => {
  const { page, open } = await someone()
  await open('view=books')
  await page.getByLabel('Event id').fill(node.season.forged)
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText('This click does not count: forged.').waitFor()
  expect(await page.locator('.rules .broken').innerText()).toContain('not signed by a live key')
  await open(`view=books&event=${node.season.duplicate}`)
  const story = tile(page, 'explain')
  expect(await story.innerText()).toMatch(/This click counts, once\./)
  expect(await story.getByLabel('Copies received').locator('tbody tr').count()).toBe(2)
  await open(`view=books&event=${node.season.late}`)
  expect(await story.innerText()).toMatch(/Came in\s+\d+ (min|h) later/)
  await open('view=books&event=01935d6e-7c1a-7abc-8def-0123456789ab')
  expect(await story.getByRole('alert').innerText()).toContain('No event with this id')
})

test('the books flow: net and every reason add up to what was received', async () => {
  const { page, open } = await someone()
  await open('view=books&range=28d')
  const words = (await tile(page, 'books').locator('svg.flow').getAttribute('aria-label'))!
  const [received, ...parts] = [...words.matchAll(/([\d,]+) [a-z]/g)].map(([, digits]) =>
    Number(digits!.replaceAll(',', '')),
  )
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(received)
  expect(received).toBeGreaterThan(30_000)
  expect(await tile(page, 'loss').innerText()).toMatch(/numbered events never came in: .* surely between/)
})

test('hostile names stay text, on the page and in files', async () => {
  const { page, open } = await someone()
  for (const query of ['', 'view=live', `item=${encodeURIComponent(HOSTILE_ITEMS[0]!)}`]) {
    await open(query)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).not.toContain('pwned')
    expect(await page.innerText('main')).toContain('<img src=x')
  }
})

test('clicks show as they come in, and one that waited out an outage is told apart', async () => {
  const { page, open } = await someone(node.keys.read, { now: undefined })
  await open('view=live')
  const send = (item: string, agoMs: number): Promise<void> =>
    sendClick(node, { item, placement: 'home', occurredAt: Date.now() - agoMs, position: 1 })
  await send('come-at-once', 0)
  await send('come-late', 7 * 60_000)
  const row = (item: string) => page.locator('.clicks tr', { hasText: item })
  await row('come-at-once').waitFor()
  await row('come-late').waitFor()
  expect(await row('come-at-once').innerText()).toContain('at once')
  expect(await row('come-late').innerText()).toContain('recovered after 7 min')
  expect(await page.locator('svg.strip .wait').count()).toBe(1)
})

test('a name that turns the way of writing turns nothing beside it', async () => {
  const { page, open } = await someone(node.keys.read, { now: undefined })
  await open('view=live')
  await sendClick(node, { item: 'turned', placement: '\u202Ebasket', occurredAt: Date.now(), position: 3 })
  const cell = page.locator('.clicks tr', { hasText: 'turned' }).locator('td').nth(2)
  await cell.waitFor()
  const [name, position] = await cell.evaluate((element) => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const lefts: Record<string, number> = {}
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(node)
      lefts[node.textContent!.includes('basket') ? 'name' : 'position'] = range.getBoundingClientRect().left
    }
    return [lefts.name!, lefts.position!]
  })
  expect(position).toBeGreaterThan(name!)
})

test('the live view loads, says how to get the first click, what failed, and what is missing while it is not connected', async () => {
  const { page, open } = await someone(node.keys.toys, { now: undefined })
  let isLate = true
  await page.route('**/api/v1/events*', async (route) => {
    while (isLate) await new Promise((resolve) => setTimeout(resolve, 50))
    await route.continue()
  })
  await page.goto(`${node.url}/?view=live`)
  await page.locator('[data-tile="latest"][data-state="loading"]').waitFor()
  isLate = false
  await page.locator('[data-tile="latest"][data-state="empty"]').getByText('put the tag on a page of toyshop').waitFor()
  expect(await tile(page, 'rates').innerText()).toMatch(/Last ten minutes\s+0/)
  await page.unroute('**/api/v1/events*')
  await page.route('**/api/v1/feed*', (route) => route.abort())
  await open('view=live&site=toyshop')
  await page.locator('[data-tile="rates"][data-state="partial"]').getByText('what came in since is missing').waitFor()
  await page.route('**/api/v1/events*', (route) =>
    route.fulfill({ status: 503, json: { code: 'STORE_UNAVAILABLE', message: 'The store is not answering yet.' } }),
  )
  await open('view=live')
  for (const name of ['rates', 'arrivals', 'latest'])
    await page.locator(`[data-tile="${name}"][data-state="error"]`).getByText('not answering yet').waitFor()
  await page.unroute('**/api/v1/events*')
  await tile(page, 'latest').getByRole('button', { name: 'Try again' }).click()
  await page.locator('[data-tile="latest"][data-state="empty"]').waitFor()
})

test('a form stays after an error, what was asked wrongly is not asked again by itself, and another try works', async () => {
  const { page, open } = await someone(node.keys.read, { now: undefined })
  const asked: string[] = []
  page.on('request', (request) => {
    if (/\/api\/v1\/(events\/|difference)/.test(request.url())) asked.push(request.url())
  })
  for (const id of ['01935d6e-7c1a-7abc-8def-0123456789ab', 'nonsense']) {
    await open(`view=books&event=${id}`)
    await tile(page, 'explain').getByRole('alert').waitFor()
    expect(await page.getByLabel('Event id').inputValue()).toBe(id)
  }
  const before = asked.length
  await page.waitForTimeout(11_000)
  expect(asked).toHaveLength(before)
  await page.getByLabel('Event id').fill(node.season.forged)
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText('This click does not count: forged.').waitFor()
  await open('view=difference&theirs=2026-13-45:5')
  await tile(page, 'difference').getByRole('alert').first().waitFor()
  await page.getByLabel("The other tool's daily counts").fill('2026-11-18,100')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText(/They count .* than we do/).waitFor()
  await page.route('**/api/v1/check*', (route) => route.fulfill({ status: 503, json: { message: 'Not now.' } }))
  await open('view=install')
  await tile(page, 'checker').getByText('Not now.').waitFor()
  expect(await page.getByLabel('Address of a page with the tag').isVisible()).toBe(true)
})

test('a site without a click says how to get the first one; people of one site see only theirs', async () => {
  const { page, open } = await someone(node.keys.toys)
  await open('')
  expect(await page.getByLabel('Site').locator('option').allInnerTexts()).toEqual(['toyshop'])
  expect(await tile(page, 'series').getAttribute('data-state')).toBe('empty')
  expect(await tile(page, 'series').innerText()).toContain('put the tag on a page of toyshop')
  await open('site=bookstore')
  expect(await page.innerText('main')).not.toContain('Emma')
  await open(`view=books&event=${node.season.late}`)
  expect(await tile(page, 'explain').innerText()).toContain('not one that this key covers')
})

test('when counting is behind, every tile whose stretch still grows says so', async () => {
  const { page, open } = await someone()
  await page.route('**/api/v1/freshness', (route) =>
    route.fulfill({ json: { lagMs: 750_000, backlogMs: 0, collectors: { watched: 0, away: 0, behind: 0 } } }),
  )
  await open('')
  await page.waitForFunction(() => document.querySelectorAll('[data-state="partial"]').length > 4)
  expect(await tile(page, 'placements').innerText()).toContain('Counting is 13 min behind')
  await open('from=2026-11-10&to=2026-11-12')
  expect(await page.locator('[data-state="partial"]').count()).toBe(0)
})

test('when the backend is away, every tile says what to do and mends itself when it is back', async () => {
  const { page, open } = await someone(node.keys.read, { now: undefined })
  await open('range=28d')
  const back = await node.restart()
  await page.getByLabel('Stretch of time').selectOption('90d')
  await page.getByText('The backend does not answer').first().waitFor()
  expect(await tile(page, 'placements').getAttribute('data-state')).toBe('error')
  await back()
  await tile(page, 'placements').getByRole('button', { name: 'Try again' }).click()
  await page.waitForFunction(
    () => document.querySelector('[data-tile="placements"]')?.getAttribute('data-state') === 'ready',
  )
})
