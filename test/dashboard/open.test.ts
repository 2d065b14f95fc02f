// A page that stays open, in Chromium over the built dashboard: time goes on, sessions end, links are revoked, addresses are wrong.
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { CollectorState } from '../../src/api/index.ts'
import { dashboardPages } from '../../src/cli/pages.ts'
import { defaultContext, rejudge } from '../../src/loader/index.ts'
import { BEACON, Facts, fact, id, type Served } from '../system/answers-kit.ts'
import { tokenOf } from '../system/store-kit.ts'
import { settled, tile } from './lib/person.ts'

const MINUTE_MS = 60_000
const facts = new Facts('bookstore', 'toys')
let served: Served
let browser: Browser
let collectors: CollectorState[] = []
let [admin, reader]: string[] = []

beforeAll(async () => {
  await facts.open()
  const at = new Date(Date.now() - 3 * MINUTE_MS).toISOString()
  await facts.tell(
    'bookstore',
    Array.from({ length: 6 }, (_, index) => fact('click', at, { listId: `l${index}` })),
  )
  const watch = { ...facts.watch(), collectors: () => collectors }
  served = await facts.serveWith({ pages: dashboardPages(), watch }, 'admin:*', 'read:bookstore')
  ;[admin, reader] = served.keys
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  await served.api.close()
  await facts.close()
})

interface Someone {
  context: BrowserContext
  page: Page
  faults: string[]
  open(query: string): Promise<void>
}

/** @param key absent: nobody yet. @param at what their clock says at first, milliseconds; it runs. */
async function someone(key?: string, at?: number): Promise<Someone> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'UTC' })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  onTestFinished(async () => {
    await context.close()
    expect(faults).toEqual([])
  })
  if (at !== undefined) await page.clock.install({ time: at })
  if (key !== undefined) {
    await page.goto(`${served.url}/#key=${key}`)
    await page.waitForSelector('main#view')
  }
  const open = async (query: string): Promise<void> => {
    await page.goto(`${served.url}/?${query}`)
    await settled(page)
  }
  return { context, page, faults, open }
}

test('the last hour goes on with the clock: a click of after the page was opened shows by itself', async () => {
  const { page, open } = await someone(reader, Date.now() - 5 * MINUTE_MS)
  await open('range=1h&item=after')
  expect(await tile(page, 'series').getAttribute('data-state')).toBe('empty')
  await facts.tell('bookstore', [fact('click', new Date().toISOString(), { item: 'after', listId: 'after' })])
  await page.clock.fastForward(5 * MINUTE_MS)
  await tile(page, 'placements').getByText('home').waitFor()
  await page.waitForFunction(() => document.querySelector('.figure b')?.textContent === '1')
})

test('at midnight the last seven days are those of the new day', async () => {
  const { page, open } = await someone(reader, Date.UTC(2026, 10, 25, 23, 58))
  await open('tz=UTC')
  expect(await page.innerText('.masthead')).toMatch(/19\s–\s25 Nov 2026/)
  await page.clock.fastForward(3 * MINUTE_MS)
  await page.locator('.masthead', { hasText: /20\s–\s26 Nov 2026/ }).waitFor()
})

test('health goes on looking, with a past stretch in the address as well', async () => {
  collectors = []
  const { page, open } = await someone(admin, Date.now())
  await open('view=health&from=2026-11-10&to=2026-11-12')
  expect(await tile(page, 'problems').innerText()).not.toContain('unreachable')
  collectors = [down('https://b.clicks.example')]
  onTestFinished(() => {
    collectors = []
  })
  await page.clock.fastForward(MINUTE_MS)
  await page.getByText('The collector https://b.clicks.example is unreachable').waitFor()
})

test.each([
  ['tz=Mars/Olympus', 'in UTC'],
  ['from=2026-13-45&to=2026-13-46', '2026 in UTC'],
  ['from=2026-11-01Tx&to=2026-11-02Tx', '2026 in UTC'],
  ['from=0001-01-01&to=9999-12-31', '2026 in UTC'],
  ['range=forever&metric=fame&view=nowhere&show=all', '2026 in UTC'],
])('the address %s is no reason to show nothing', async (query, heading) => {
  const { page, open } = await someone(reader)
  await open(query)
  expect(await page.innerText('.masthead')).toContain(heading)
  expect(await page.locator('[data-tile]').count()).toBe(6)
  expect(await page.locator('[data-state="error"]').count()).toBe(0)
})

test('a zone that is none is told where it was written', async () => {
  const { page, open } = await someone(reader)
  await open('view=difference')
  await page.getByLabel("The other tool's daily counts").fill('2026-11-01,15')
  await page.getByLabel('in days of').fill('Berlin')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('No time zone is called Berlin').waitFor()
  await page.getByLabel('in days of').fill('Europe/Berlin')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('than we do').waitFor()
})

test('a tile that cannot be drawn says so in its place, and the others stand', async () => {
  const { page, open, faults } = await someone(reader, Date.now())
  await page.route('**/api/v1/breakdown*', (route) => route.fulfill({ json: { item: [], movers: [], variant: [] } }))
  await page.goto(`${served.url}/`)
  await page.getByText('The tile Placements could not be drawn').waitFor()
  await tile(page, 'figures').getByText('Clicks', { exact: true }).first().waitFor()
  await page.unroute('**/api/v1/breakdown*')
  // Until then the answer is not asked for again.
  await page.clock.fastForward(10_000)
  await page.getByRole('region', { name: 'The tile Placements' }).getByRole('button', { name: 'Try again' }).click()
  await tile(page, 'placements').getByText('home').waitFor()
  expect(faults.length).toBeGreaterThan(0)
  faults.length = 0
  await open('')
})

test('when a session ends, the page asks to sign in, and goes on where it was', async () => {
  const { page, context, open } = await someone(reader, Date.now())
  await open('range=28d&placement=home')
  const other = await context.newPage()
  await other.goto(served.url)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.waitForSelector('.sign-in')
  await page.clock.fastForward(MINUTE_MS)
  await page.getByText('You are signed out').waitFor()
  await page.getByLabel('Read key').fill(reader!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await settled(page)
  expect(page.url()).toContain('range=28d&placement=home')
  expect(await page.getByLabel('Filters').innerText()).toMatch(/placement\s+home/)
})

test('when a link is revoked, the page that it opened says so', async () => {
  const { id, path } = await share('overview')
  const { page } = await someone(undefined, Date.now())
  await page.goto(served.url + path)
  await settled(page)
  const headers = { Authorization: `Bearer ${admin}` }
  expect((await fetch(`${served.url}/api/v1/shares/${id}`, { method: 'DELETE', headers })).status).toBe(200)
  await page.clock.fastForward(MINUTE_MS)
  await page.getByText('This link has ended').waitFor()
})

test('when the days of a link are over, the page that it opened says so, and the list tells of it', async () => {
  const { id, path } = await share('overview')
  const { page } = await someone(undefined, Date.now())
  await page.goto(served.url + path)
  await settled(page)
  // The backend's clock: the API runs in this process.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400 * 86_400_000 })
  onTestFinished(() => void vi.useRealTimers())
  await page.clock.fastForward(MINUTE_MS)
  await page.getByText('This link has ended').waitFor()
  const list = await fetch(`${served.url}/api/v1/shares`, { headers: { Authorization: `Bearer ${admin}` } })
  expect(await list.json()).toMatchObject({
    shares: expect.arrayContaining([expect.objectContaining({ id, state: 'expired' })]),
  })
})

test('figures that a later judgement changed are told, the old beside the new', async () => {
  const noon = Date.parse(new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)) + 43_200_000
  for (const [index, host] of ['shop', 'shop', 'evil'].entries()) {
    const list = tokenOf(`told-${index}`, ['emma'], { t: noon / 1000 - 60 })
    const click = {
      id: id(noon),
      type: 'click',
      occurredAt: noon,
      list,
      item: 'emma',
      position: 1,
      trusted: true,
    } as const
    const stamp = { ...BEACON, origin: `https://${host}.example` }
    await facts.tell('bookstore', [click], undefined, 'a-0', stamp)
  }
  const { page, open } = await someone(reader)
  await open('view=books&range=28d')
  await tile(page, 'restatements').getByText('None: these figures are as they were first told.').waitFor()
  const context = { ...defaultContext, origins: ['https://shop.example'] }
  await rejudge({ store: facts.store, siteOf: () => context, from: noon, to: noon + 1 })
  await open('view=books&range=28d')
  await expect
    .poll(() => tile(page, 'restatements').locator('tbody td').allInnerTexts())
    .toEqual([new Date(noon).toISOString().slice(0, 10), 'click', '3', '2', expect.any(String)])
})

test('a shared link tells as well when a datacenter is away, and asks nothing that it may not', async () => {
  collectors = [down('https://a.clicks.example'), down('https://b.clicks.example')].map((one, at) =>
    at === 0 ? { ...one, state: 'ready' } : one,
  )
  onTestFinished(() => {
    collectors = []
  })
  const { path } = await share('overview')
  const { page } = await someone()
  const refused: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 400) refused.push(answer.url())
  })
  await page.goto(served.url + path)
  await tile(page, 'placements').getByText('1 of 2 collectors cannot be reached').waitFor()
  expect(await tile(page, 'placements').getAttribute('data-state')).toBe('partial')
  expect(refused).toEqual([])
})

test('a filter that a view does not take is struck through there, and works again where it is taken', async () => {
  const { page, open } = await someone(reader)
  await open('view=books&placement=elsewhere')
  const chips = page.getByLabel('Filters')
  expect(await chips.locator('s').innerText()).toMatch(/placement\s+elsewhere/)
  expect(await chips.innerText()).toContain('not here: these figures are of every placement')
  expect(await tile(page, 'books').getAttribute('data-state')).toBe('ready')
  await open('view=experiment&placement=home&item=emma')
  expect(await chips.locator('s').allInnerTexts()).toEqual([expect.stringMatching(/item\s+emma/)])
  await page.locator('nav').getByRole('link', { name: 'Overview' }).click()
  await settled(page)
  expect(await chips.locator('s').count()).toBe(0)
})

/** Clicks of another site, each of a list of its own. */
function clicks(count: number, agoMs: number, listId: string): ReturnType<typeof fact>[] {
  const at = new Date(Date.now() - agoMs).toISOString()
  return Array.from({ length: count }, (_, index) => fact('click', at, { item: 'ball', listId: `${listId}-${index}` }))
}

function rate(page: Page, name: string): Promise<string> {
  return page.locator('.figure', { hasText: name }).locator('b').innerText()
}

test('a finger on the chart shows what is there, plus zooms in around it, and zooming out leads back to where one was', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 900 }, hasTouch: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${served.url}/#key=${reader}`)
  await page.waitForSelector('main#view')
  await page.goto(`${served.url}/?range=24h`)
  await settled(page)
  const plot = page.locator('.series-plot .u-over')
  const { x, y, width, height } = (await plot.boundingBox())!
  await page.touchscreen.tap(x + width / 2, y + height / 2)
  const tip = page.locator('.tip')
  await tip.waitFor()
  const first = await tip.innerText()
  await page.touchscreen.tap(x + width - 4, y + height / 2)
  await expect.poll(() => tip.innerText()).not.toBe(first)
  await page.locator('.series-plot').press('+')
  await page.waitForURL(/range=24h.*from=2.*T/)
  await settled(page)
  await page.getByRole('link', { name: 'Zoom out' }).waitFor()
  await page.locator('.series-plot').press('-')
  await page.waitForURL((url) => !url.search.includes('from='))
  expect(page.url()).toContain('range=24h')
})

test('live rates are of all clicks that count, also on a busy site that one has just begun to look at', async () => {
  await facts.tell('toys', clicks(600, 4 * MINUTE_MS, 'busy'))
  // As a page's beacon they would need a list that was signed.
  await facts.tell('toys', clicks(2, 4 * MINUTE_MS, 'forged'), undefined, 'a-0', BEACON)
  const { page, open } = await someone(admin)
  await open('view=live&site=toys')
  await expect.poll(() => rate(page, 'Last ten minutes'), { timeout: 10_000 }).toBe('600')
  await facts.tell('toys', clicks(3, 0, 'now'))
  await expect.poll(() => rate(page, 'Last minute'), { timeout: 10_000 }).toBe('3')
  expect(await rate(page, 'Last ten minutes')).toBe('603')
  expect(await page.locator('.clicks').innerText()).toContain('not counted')
  await expect.poll(() => page.locator('.partial').count()).toBe(0)
})

test('a click between the first look and the feed is not missed', async () => {
  const { page, open } = await someone(admin)
  await page.route('**/api/v1/events?*', async (route) => {
    const response = await route.fetch()
    await facts.tell('toys', [fact('click', new Date().toISOString(), { item: 'between', listId: 'between' })])
    await route.fulfill({ response })
  })
  await open('view=live&site=toys')
  await page.locator('.clicks tr', { hasText: 'between' }).waitFor()
})

test('a feed that falls silent is told, and asked for again', async () => {
  let feeds = 0
  const proxy = createServer((request, response) => {
    if (request.url?.startsWith('/api/v1/feed')) {
      feeds++
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('event: place\ndata: \nid: e30\n\n')
      return
    }
    const { port } = served.api
    const { method, headers, url: path } = request
    const onward = ask({ host: '127.0.0.1', port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const { page } = await someone(undefined, Date.now())
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  await page.goto(`${url}/?view=live#key=${reader}`)
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(feeds).toBe(1)
  await page.clock.fastForward(41_000)
  await page.getByText('The feed fell silent').first().waitFor()
  await page.clock.fastForward(3_000)
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(feeds).toBe(2)
})

async function share(view: string): Promise<{ id: string; path: string }> {
  const made = await fetch(`${served.url}/api/v1/shares`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${admin}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ site: 'bookstore', view, days: 1, embed: [] }),
  })
  return made.json() as Promise<{ id: string; path: string }>
}

function down(url: string): CollectorState {
  return {
    ...{ url, lookedAt: new Date().toISOString(), state: 'unreachable', trouble: 'ECONNREFUSED' },
    ...{ freeBytes: null, workers: null, recorded: null, refused: {}, logFailures: null, lately: null },
    probe: {
      ...{ sentAt: '', acknowledgedMs: null, countedMs: null },
      ...{ lastCountedAt: '', firstTakenAt: '', trouble: '' },
    },
  }
}
