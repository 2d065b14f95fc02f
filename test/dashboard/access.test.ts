// Access as people use it, in Chromium over the built dashboard: signing in, sharing a link, embedding it, revoking it; what other sites' pages
// try with somebody's session; hostile names; and that two sites' people see only theirs.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page, type Route } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { CollectorState } from '../../src/api/index.ts'
import { dashboardPages } from '../../src/cli/pages.ts'
import { encodeRecord } from '../../src/event/index.ts'
import { erase } from '../../src/store/index.ts'
import { Facts, fact, type Served } from '../system/answers-kit.ts'

const HOSTILE = '"><img src=x onerror="document.title=\'owned\'">'
const ITEM = '<script>document.title="owned"</script>'
const facts = new Facts('bookstore', 'zebra-toys', HOSTILE)
/** What pages asked for, and in which frame: to see what a token leaks into. */
const asked: { url: string; frame: string; headers: Promise<Record<string, string>> }[] = []
let served: Served
let browser: Browser
/** A page of another site, which may hold frames and forms. */
let elsewhere: Server
let html = ''
let [admin, reader, toys]: string[] = []

beforeAll(async () => {
  await facts.open()
  const at = new Date(Date.now() - 3_600_000).toISOString()
  for (const [site, item] of [
    ['bookstore', ITEM],
    ['zebra-toys', 'zebra-item'],
    [HOSTILE, ITEM],
  ] as const)
    await facts.tell(
      site,
      Array.from({ length: 12 }, (_, index) => fact('click', at, { listId: `${site.length}-${index}`, item })),
    )
  const down: CollectorState = {
    url: 'https://b.clicks.example',
    lookedAt: at,
    state: 'unreachable',
    trouble: 'ECONNREFUSED',
    freeBytes: null,
    workers: null,
    recorded: null,
    refused: {},
    logFailures: null,
    lately: null,
    probe: {
      ...{ sentAt: at, acknowledgedMs: null, countedMs: null },
      ...{ lastCountedAt: '', firstTakenAt: '', trouble: 'ECONNREFUSED' },
    },
  }
  const watch = { ...facts.watch(), collectors: () => [down] }
  served = await facts.serveWith({ pages: dashboardPages(), watch }, 'admin:*', 'read:bookstore', 'read:zebra-toys')
  ;[admin, reader, toys] = served.keys
  elsewhere = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done))
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  elsewhere.close()
  await served.api.close()
  await facts.close()
})

async function someone(
  options: { width?: number; dark?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { width = 1280, dark = false } = options
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|frame-ancestors/.test(message.text()))
      faults.push(message.text())
  })
  page.on('request', (request) =>
    asked.push({
      url: request.url(),
      frame: request.isNavigationRequest() ? '' : request.frame().url(),
      headers: request.allHeaders().catch(() => ({})),
    }),
  )
  onTestFinished(async () => {
    await context.close()
    expect(faults).toEqual([])
  })
  return { context, page }
}

async function signedIn(key: string | undefined, options = {}): Promise<{ context: BrowserContext; page: Page }> {
  const one = await someone(options)
  await one.page.goto(served.url)
  await one.page.getByLabel('Read key').fill(key!)
  await one.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await one.page.waitForSelector('main#view')
  return one
}

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${served.url}/?${query}`)
  await settled(page)
}

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('[data-tile]')
  await page.waitForFunction(() => !document.querySelector('[data-state="loading"]'))
}

/** Share by the form, as an admin does. @returns the link. */
async function share(page: Page, view: string, embed = ''): Promise<string> {
  await open(page, 'view=access&site=bookstore')
  const form = page.getByRole('form', { name: 'Share' })
  await form.getByLabel('Shows').selectOption(view)
  await form.getByLabel('in frames of').fill(embed)
  await form.getByRole('button', { name: 'Share' }).click()
  return (await form.locator('.made pre').innerText()).trim()
}
const origin = (host: string): string => `http://${host}:${(elsewhere.address() as AddressInfo).port}`

test('a shared link opens for somebody who is signed out, shows its view of its site alone, and is gone when revoked', async () => {
  const { page: boss } = await signedIn(admin)
  const link = await share(boss, 'difference')
  const { page, context } = await someone()
  asked.length = 0
  await page.goto(link)
  await settled(page)
  expect(await page.locator('nav li').allInnerTexts()).toEqual(['Difference'])
  expect(await page.locator('select option', { hasText: 'zebra' }).count()).toBe(0)
  expect(await page.getByText('Sign out').count()).toBe(0)
  await page
    .getByLabel("The other tool's daily counts")
    .fill(`${new Date(Date.now() - 3_600_000).toISOString().slice(0, 10)},15`)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('They count 3 more than we do').waitFor()
  // What somebody chose stands in the address, with what opens it: it can be loaded again, and copied.
  await page.reload()
  await page.getByText('They count 3 more than we do').waitFor()
  const token = new URL(link).hash.slice(1)
  expect(asked.length).toBeGreaterThan(3)
  for (const { url, headers } of asked) {
    expect(new URL(url).pathname + new URL(url).search).not.toContain(token)
    expect((await headers).referer ?? '').not.toContain(token)
  }
  expect(await context.cookies()).toEqual([])
  const theirs = await page.evaluate(
    (bearer) =>
      fetch('/api/v1/report?site=zebra-toys', { headers: { Authorization: `Bearer ${bearer}` } }).then(
        ({ status }) => status,
      ),
    token,
  )
  expect(theirs).toBe(403)
  const id = new URL(link).pathname.split('/').at(-1)!
  await boss.getByRole('button', { name: `Revoke the link ${id}`, exact: true }).click()
  await boss.getByRole('button', { name: `Revoke the link ${id}, for good` }).click()
  await boss.locator('tr', { hasText: id }).getByText('revoked').first().waitFor()
  await page.reload()
  await page.getByText('This link has ended').waitFor()
})

test('a link to all views opens those that may be shared, each with its figures', async () => {
  const { page: boss } = await signedIn(admin)
  const link = await share(boss, '')
  const { page } = await someone()
  await page.goto(link)
  for (const name of ['Overview', 'Live', 'Experiment', 'Books', 'Difference', 'Weekly report']) {
    await page.locator('nav').getByRole('link', { name }).click()
    await page.waitForFunction(() => !document.querySelector('[data-state="loading"]'))
    expect(await page.locator('h1').innerText()).toContain(name)
    expect(await page.locator('main').innerText(), name).not.toContain('does not answer this question')
    if (name === 'Live') await page.locator('.clicks .item').first().waitFor()
    // No link tells a single event's story, so nothing leads to one.
    expect(await page.getByLabel('Event id').count(), name).toBe(0)
    expect(await page.locator('.clicks a').count(), name).toBe(0)
  }
  expect(
    await page
      .locator('nav')
      .getByText(/Health|Access|Install/)
      .count(),
  ).toBe(0)
})

test('a link to a view opens the questions that the view asks, and no more', async () => {
  const list = await fetch(`${served.url}/api/v1/shares`, { headers: { Authorization: `Bearer ${admin}` } })
  const { views } = (await list.json()) as { views: string[] }
  expect(views.length).toBeGreaterThan(4)
  for (const view of views) {
    const { page: boss, context: office } = await signedIn(admin)
    const link = new URL(await share(boss, view))
    await office.close()
    if (view === 'difference') link.searchParams.set('theirs', `${new Date().toISOString().slice(0, 10)}:15`)
    const { page, context: reader } = await someone()
    asked.length = 0
    await page.goto(link.href)
    await page.waitForSelector('[data-tile], .live-view')
    await page.waitForFunction(() => !document.querySelector('[data-state="loading"]'))
    const opened: string[] = await page.evaluate(
      (bearer) =>
        fetch('/api/v1/session', { headers: { Authorization: `Bearer ${bearer}` } })
          .then((answer) => answer.json())
          .then(({ paths }) => paths),
      link.hash.slice(1),
    )
    await reader.close()
    // How far reports are, and the feed, are asked for in vain.
    const paths = new Set(asked.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith('/api/v1/')))
    for (const name of ['health', 'feed']) paths.delete(`/api/v1/${name}`)
    expect(opened.sort(), view).toEqual([...paths].sort())
  }
})

test('a link with a key signs somebody in, but nobody who is signed in with another without their word', async () => {
  const { page } = await someone()
  await page.goto(`${served.url}/#key=${reader}`)
  await settled(page)
  expect(await page.getByLabel('Site').inputValue()).toBe('bookstore')
  const arrive = async (key: string | undefined): Promise<void> => {
    await page.goto('about:blank')
    await page.goto(`${served.url}/#key=${key}`)
  }
  await arrive(toys)
  await page.getByText('You are signed in').waitFor()
  expect(page.url()).not.toContain('key=')
  await page.getByRole('button', { name: 'Stay signed in as' }).click()
  await settled(page)
  await page.reload()
  await settled(page)
  expect(await page.getByLabel('Site').inputValue()).toBe('bookstore')
  // Their own link asks nothing, nor does one whose key is nobody's.
  for (const key of [reader, 'wayside_read_nobody_x']) {
    await arrive(key)
    await settled(page)
    expect(await page.getByLabel('Site').inputValue()).toBe('bookstore')
  }
  await arrive(toys)
  await page.getByRole('button', { name: 'Use the link' }).click()
  await settled(page)
  expect(await page.getByLabel('Site').inputValue()).toBe('zebra-toys')
})

test('the weekly report is shared by link: each of its tiles is answered, of that site alone, until it is revoked', async () => {
  const { page: boss } = await signedIn(admin)
  const link = await share(boss, 'weekly')
  const { page } = await someone()
  await page.goto(link)
  await settled(page)
  expect(await page.locator('nav li').allInnerTexts()).toEqual(['Weekly report'])
  expect(await page.locator('[data-tile]').count()).toBe(8)
  expect(await page.locator('[data-state="error"]').count()).toBe(0)
  const bearer = { Authorization: `Bearer ${new URL(link).hash.slice(1)}` }
  const status = async (path: string): Promise<number> =>
    (await fetch(`${served.url}/api/v1/${path}`, { headers: bearer })).status
  expect(await status('report?site=bookstore')).toBe(200)
  expect(await status('report?site=zebra-toys')).toBe(403)
  expect(await status('events?site=bookstore')).toBe(403)
  const id = new URL(link).pathname.split('/').at(-1)!
  await boss.getByRole('button', { name: `Revoke the link ${id}`, exact: true }).click()
  await boss.getByRole('button', { name: `Revoke the link ${id}, for good` }).click()
  await expect.poll(() => status('report?site=bookstore')).toBe(401)
})

test('a link may be framed by the origin that it names and by no other, and uses no cookie there', async () => {
  const { page: boss } = await signedIn(admin)
  const link = await share(boss, 'overview', origin('localhost'))
  const closed = await share(boss, 'overview')
  // Signed in on the dashboard, in the same browser: the frame must not profit from it.
  const { page } = await signedIn(toys)
  html = `<iframe src="${link}"></iframe>`
  asked.length = 0
  await page.goto(origin('localhost'))
  await page.frameLocator('iframe').locator('[data-tile="figures"]').waitFor()
  expect(await page.frameLocator('iframe').locator('body').innerText()).not.toContain('zebra')
  const questions = asked.filter(({ url, frame }) => url.includes('/api/v1/') && frame.includes('/share/'))
  expect(questions.length).toBeGreaterThan(0)
  for (const { headers } of questions) expect((await headers).cookie).toBeUndefined()
  for (const [host, framed] of [
    ['127.0.0.1', link],
    ['localhost', closed],
    ['localhost', `${served.url}/`],
  ] as const) {
    html = `<iframe src="${framed}"></iframe>`
    await page.goto(origin(host))
    await page.waitForTimeout(500)
    const inside = page.frames()[1]!
    expect(
      await inside
        .locator('#wayside')
        .count()
        .catch(() => 0),
      `${host} ${framed}`,
    ).toBe(0)
  }
})

test('pages of another site can do nothing with a session', async () => {
  const { page, context } = await signedIn(admin)
  const before = served.keyring.list().length
  const own = served.url
  html = `<form method="post" action="${own}/api/v1/keys" enctype="text/plain"><input name='{"kind":"admin","sites":"*","x":"' value='"}'></form>`
  const attacker = await context.newPage()
  await attacker.goto(origin('localhost'))
  await attacker.evaluate(async (url) => {
    const body = JSON.stringify({ kind: 'admin', sites: '*' })
    const credentials = 'include' as const
    for (const type of ['text/plain', 'application/json'])
      await fetch(`${url}/api/v1/keys`, {
        method: 'POST',
        mode: 'no-cors',
        credentials,
        headers: { 'Content-Type': type },
        body,
      }).catch(() => 0)
    await fetch(`${url}/api/v1/session`, { method: 'DELETE', credentials }).catch(() => 0)
    await fetch(`${url}/api/v1/session`, { method: 'POST', mode: 'no-cors', credentials, body: '{"key":"x"}' }).catch(
      () => 0,
    )
  }, own)
  const read = await attacker.evaluate(
    (url) =>
      fetch(`${url}/api/v1/keys`, { credentials: 'include' }).then(
        (answer) => answer.text(),
        () => 'refused',
      ),
    own,
  )
  expect(read).toBe('refused')
  await attacker.evaluate(() => document.querySelector('form')!.submit())
  await attacker.waitForLoadState()
  expect(await attacker.locator('body').innerText()).toMatch(/CROSS_SITE|UNAUTHORIZED/)
  expect(served.keyring.list()).toHaveLength(before)
  await open(page, 'view=access')
  expect(await page.locator('h1').innerText()).toBe('Access')
})

test('what is wrong is marked in every view, for those who may see it', async () => {
  const { page } = await signedIn(admin)
  await open(page, 'view=books&site=bookstore')
  const health = page.locator('nav').getByRole('link', { name: 'Health 1 problem' })
  const tall = async (link: typeof health): Promise<number> => (await link.boundingBox())!.height
  expect(await tall(health)).toBe(await tall(page.locator('nav').getByRole('link', { name: 'Install' })))
  await health.click()
  await page.getByText('The collector https://b.clicks.example is unreachable').waitFor()
  const { page: other } = await signedIn(reader)
  await open(other, 'view=books')
  expect(await other.locator('nav').innerText()).not.toMatch(/\d/)
})

test('a site without a list says so on the experiment; a control does not follow to another site', async () => {
  const { page } = await signedIn(admin)
  await open(page, 'view=experiment&site=bookstore&range=1h&control=old')
  for (const name of ['advice', 'arms', 'ratio'])
    expect(await page.locator(`[data-tile="${name}"]`).getAttribute('data-state'), name).toBe('empty')
  expect(await page.locator('[data-tile="advice"]').innerText()).toContain('No list with a variant was seen')
  await page.getByLabel('Site').selectOption('zebra-toys')
  await settled(page)
  expect(page.url()).toContain('site=zebra-toys')
  expect(page.url()).not.toContain('control')
})

test('what is advised waits for the loss of each arm', async () => {
  const { page } = await signedIn(reader)
  await page.route('**/api/v1/experiment?*', (route) =>
    route.request().url().includes('loss=no') ? route.continue() : route.abort(),
  )
  await page.goto(`${served.url}/?view=experiment`)
  await page.locator('[data-tile="advice"][data-state="error"]').waitFor()
})

test('after an erasure the books add up, and what names no site is seen by those of all sites', async () => {
  const gone = fact('click', new Date().toISOString(), { visitor: 'v-gone' })
  await facts.tell('bookstore', [gone])
  expect(await erase(facts.store, { kind: 'visitor', site: 'bookstore', visitor: 'v-gone' })).toMatchObject({
    events: 1,
  })
  const stamp = { v: 1, route: 'beacon', receivedAt: Date.now(), datacenter: 'a' } as const
  await facts.append('a-9', encodeRecord(stamp as never, Buffer.from('{"v":1,"site":"shop')))
  await facts.load()
  const { page } = await signedIn(admin)
  await open(page, 'view=books&site=bookstore')
  const words = (await page.locator('[data-tile="books"] svg.flow').getAttribute('aria-label'))!
  const [received, ...parts] = [...words.matchAll(/([\d,]+) [a-z]/g)].map(([, digits]) =>
    Number(digits!.replaceAll(',', '')),
  )
  expect(words).toContain('1 erased')
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(received)
  const quarantine = page.locator('[data-tile="quarantine"]')
  expect(await quarantine.innerText()).toMatch(/could not be read, and kept. Of all sites/)
  const all = await quarantine.locator('tbody td.number').allInnerTexts()
  const { page: other } = await signedIn(reader)
  await open(other, 'view=books')
  const own = await other.locator('[data-tile="quarantine"] tbody td.number').allInnerTexts()
  const sum = (counts: string[]): number => counts.reduce((total, text) => total + Number(text), 0)
  expect(sum(all)).toBeGreaterThan(sum(own))
})

test('two sites’ people see only theirs, in every view', async () => {
  const { page } = await signedIn(reader)
  expect(await page.locator('nav li').allInnerTexts()).not.toContain('Access')
  for (const view of ['overview', 'health', 'install', 'difference&theirs=2026-11-01:5', 'access']) {
    await open(page, `view=${view}&site=zebra-toys`)
    expect(await page.locator('body').innerText(), view).not.toMatch(/zebra/)
  }
})

test('hostile names of sites and items stay text', async () => {
  const { page } = await signedIn(admin)
  const today = new Date(Date.now() - 3_600_000).toISOString().slice(0, 10)
  await facts.tell(HOSTILE, [fact('click', new Date().toISOString(), { item: ITEM, listId: 'now' })])
  for (const view of ['overview', 'health', 'install', `difference&theirs=${today}:5`, 'access']) {
    await open(page, `view=${view}&site=${encodeURIComponent(HOSTILE)}`)
    expect(await page.locator('select').first().inputValue()).toBe(HOSTILE)
    expect(await page.locator('main img, main script').count(), view).toBe(0)
    expect(await page.title()).not.toBe('owned')
    if (view === 'install') expect(await page.locator('.arrivals').innerText()).toContain(ITEM)
  }
})

test('the checker shows a click that counts, and says why another does not', async () => {
  const { page } = await signedIn(reader)
  await open(page, 'view=install&site=bookstore')
  await page.getByText('Nothing arrived in the last quarter of an hour').waitFor()
  const now = new Date().toISOString()
  await facts.tell('bookstore', [fact('click', now, { item: 'persuasion', listId: 'fresh' })])
  await facts.tell('bookstore', [{ ...fact('click', now), type: 'tap' } as never])
  await page.getByText('✓ click persuasion').waitFor()
  expect(await page.locator('.arrivals').innerText()).toMatch(/Could not be read.*EVENT_TYPE_UNKNOWN: Unknown "type"/s)
  html = '<h1>The shop</h1>'
  await page.getByLabel('Address of a page with the tag').fill(origin('localhost'))
  await page.getByRole('button', { name: 'Open in a frame' }).click()
  await page.frameLocator('iframe.shop').getByText('The shop').waitFor()
  expect(await page.getByRole('link', { name: 'Open in a tab' }).getAttribute('rel')).toBe('noopener noreferrer')
})

test('an admin makes a key that is shown once, and the list tells of it', async () => {
  const { page } = await signedIn(admin)
  await open(page, 'view=access&site=bookstore')
  await page.getByRole('button', { name: 'Make it' }).click()
  const key = (await page.locator('[data-tile="keys"] .made pre').innerText()).trim()
  expect(served.keyring.authenticate(key)).toMatchObject({ right: 'read', sites: ['bookstore'] })
  await page.locator('[data-tile="audit"]').getByText('made the key').first().waitFor()
  await page.reload()
  await settled(page)
  expect(await page.locator('body').innerText()).not.toContain(key)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForSelector('.sign-in')
  await page.reload()
  await page.waitForSelector('.sign-in')
})

test('an answer that was refused between two sessions and comes late does not end the second', async () => {
  const { page } = await signedIn(admin)
  const [out, back] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held: Promise<void>[] = []
  const refused: number[] = []
  const hold = async (route: Route): Promise<void> => {
    await out.promise
    const response = await route.fetch()
    refused.push(response.status())
    await back.promise
    await route.fulfill({ response })
  }
  let isFirst = true
  await page.route('**/api/v1/breakdown*', (route) => (isFirst ? void held.push(hold(route)) : route.continue()))
  await page.goto(`${served.url}/?site=bookstore`)
  await expect.poll(() => held.length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Read key').waitFor()
  isFirst = false
  out.resolve()
  await expect.poll(() => refused).toEqual(held.map(() => 401))
  await page.getByLabel('Read key').fill(reader!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForSelector('main#view')
  const late = page.waitForResponse((response) => response.status() === 401)
  back.resolve()
  await Promise.all([late, ...held])
  await settled(page)
  expect(await page.locator('.sign-in').count()).toBe(0)
})

test('keys alone end something, and the focus never falls out of the list', async () => {
  const { page } = await signedIn(admin)
  await share(page, 'overview')
  const focused = (): Promise<string> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
  await page
    .getByRole('button', { name: /^Revoke the link/ })
    .first()
    .focus()
  const first = await focused()
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('Keep')
  await page.keyboard.press('Enter')
  expect(await focused()).toBe(first)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+Tab')
  expect(await focused()).toBe(`${first}, for good`)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: first, exact: true }).waitFor({ state: 'detached' })
  await page
    .locator('[data-tile="shares"] tr', { hasText: first.split(' ').at(-1)! })
    .getByText('revoked')
    .waitFor()
  expect(await focused()).toBe('List of shared links')
})

test('over plain http, where pages may not copy, Copy selects the text and says so', async () => {
  const elsewhereBrowser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP wayside.lan 127.0.0.1'],
  })
  onTestFinished(() => elsewhereBrowser.close())
  const page = await elsewhereBrowser.newPage()
  await page.goto(served.url.replace('127.0.0.1', 'wayside.lan'))
  await page.getByLabel('Read key').fill(reader!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForSelector('main#view')
  await page.locator('nav').getByRole('link', { name: 'Install' }).click()
  await page.getByRole('button', { name: 'Copy the policy lines' }).click()
  await page.getByText('Selected: press Ctrl+C').waitFor()
  const selected = await page.evaluate(() => getSelection()!.toString())
  expect(selected.trim()).toBe((await page.locator('[data-tile="policy"] pre').innerText()).trim())
})

test('a view whose question fails says what to do, and goes on by itself', async () => {
  const { page } = await signedIn(admin)
  await page.route('**/api/v1/health*', (route) =>
    route.fulfill({ status: 503, json: { code: 'STORE_UNAVAILABLE', message: 'The store is not answering yet.' } }),
  )
  await open(page, 'view=health')
  await page.locator('[data-tile="problems"][data-state="error"]').getByText('The store is not answering yet').waitFor()
  await page.unroute('**/api/v1/health*')
  await page.locator('[data-tile="problems"]').getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The collector https://b.clicks.example is unreachable').waitFor()
})

test.each([
  [1280, false],
  [360, true],
] as const)('at %i pixels (dark: %s) every view of ours is accessible and fits', async (width, dark) => {
  const { page } = await signedIn(admin, { width, dark })
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const view of ['health', 'install', 'difference&theirs=2026-11-01:5,2026-11-02:7', 'access']) {
    await open(page, `view=${view}&site=bookstore`)
    await page.evaluate(source)
    const broken = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
    })
    expect(broken, view).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), view).toBeLessThanOrEqual(0)
  }
})
