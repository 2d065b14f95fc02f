// The main paths in Firefox: sign in, see the figures and the outage, narrow them down, explain one click; leave the feed; share a link and revoke it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, launch, type Page } from '../../lab/drivers/index.ts'
import { eventually } from '../wayside.ts'
import { type Node, startNode } from './lib/node.ts'

/** What breaks a feed depends on when it is left. */
const LEAVING_TIMES = 3
const SHARE_VIEWS = ['overview', 'live', 'experiment', 'books', 'difference', 'weekly']

let node: Node
let browser: Browser

beforeAll(async () => {
  // The clock is Firefox's own here, so the season ends now.
  ;[node, browser] = await Promise.all([startNode({ until: Date.now(), days: 8, pagesPerDay: 300 }), launch('firefox')])
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

test('sign in, see the outage, follow a placement, explain a click', async () => {
  const page = await browser.newPage()
  await signIn(page, node.keys.read)
  await shows(page, 'came in late')
  await shows(page, 'Nothing came in for')
  // The figures come first, the placements a moment after them.
  await shows(page, 'basket', 'document.querySelector("[data-tile=placements]")?.innerText ?? ""')
  await page.click('[data-tile="placements"] tbody a')
  await eventually(
    () => page.url(),
    (url) => url.includes('placement='),
  )
  await shows(page, 'Filters', 'document.querySelector(".chips")?.getAttribute("aria-label") ?? ""')
  await page.goto(`${node.url}/?view=experiment`)
  await shows(page, 'Traffic and loss')
  await page.goto(`${node.url}/?view=books&event=${node.season.forged}`)
  await shows(page, 'This click does not count: forged.')
  await page.goto(`${node.url}/?view=health`)
  await shows(page, 'What is wrong')
  await page.goto(`${node.url}/?view=install`)
  await shows(page, 'Into the head of each page')
  await shows(page, 'Does it work?')
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await page.goto(`${node.url}/?view=difference&theirs=${day}:5`)
  await shows(page, 'than we do')
  await page.goto(`${node.url}/?view=live`)
  await shows(page, 'Connected')
  expect(faultsOf(page)).toEqual([])
})

test('leaving the live view is no fault, to another view and to another page', async () => {
  const page = await browser.newPage()
  await signIn(page, node.keys.read)
  for (let time = 0; time < LEAVING_TIMES; time++) {
    await page.goto(`${node.url}/?view=live`)
    await shows(page, 'Connected')
    await page.click('nav a[href*="view=books"]')
    await shows(page, 'Why was this click not counted?')
    await page.goto(`${node.url}/?view=live`)
    await shows(page, 'Connected')
    await page.goto(`${node.url}/?view=health`)
    await shows(page, 'What is wrong')
  }
  expect(faultsOf(page)).toEqual([])
})

test('an admin signs in, shares a view, and revokes the link, which then opens nothing', async () => {
  const page = await browser.newPage()
  await signIn(page, node.keys.admin)
  await page.click('nav a[href*="view=access"]')
  const views = 'JSON.stringify([...document.querySelectorAll("[name=view] option")].map(({ value }) => value))'
  await shows(page, JSON.stringify(['', ...SHARE_VIEWS]), views)
  await page.evaluate('(() => { document.querySelector("[name=view]").value = "books" })()')
  await page.click('form[aria-label="Share"] button[type="submit"]')
  const link = await shows(page, '/share/', 'document.querySelector(".made pre")?.innerText ?? ""')
  const guest = await browser.newPage()
  await guest.goto(link.trim())
  await shows(guest, 'Books', 'document.querySelector("nav")?.innerText ?? ""')
  expect(await guest.evaluate<number>('document.querySelectorAll("nav li").length')).toBe(1)
  await page.click('button[aria-label^="Revoke the link"]')
  await page.click('button[aria-label$="for good"]')
  await shows(page, 'revoked', 'document.querySelector("[data-tile=shares]")?.innerText ?? ""')
  await guest.goto('about:blank')
  await guest.goto(link.trim())
  await shows(guest, 'This link has ended')
  expect([...faultsOf(page), ...faultsOf(guest)]).toEqual([])
})

async function signIn(page: Page, key: string): Promise<void> {
  await page.goto(node.url)
  await eventually(
    () => page.evaluate<string>('document.body.innerText'),
    (words) => words.includes('Read key') || words.includes('Sign out'),
  )
  // Tabs of one browser share their session.
  if (await page.evaluate<boolean>('document.querySelector(".side-end button") !== null'))
    await page.click('.side-end button')
  await shows(page, 'Read key')
  await page.evaluate(`(() => {
    const field = document.querySelector('#key')
    field.value = ${JSON.stringify(key)}
  })()`)
  await page.click('.sign-in form button')
  await shows(page, 'Sign out')
}

function faultsOf(page: Page): unknown[] {
  return page.errors().filter(({ kind }) => kind === 'exception')
}

async function shows(page: Page, text: string, where = 'document.body.innerText'): Promise<string> {
  const seen = await eventually(
    () => page.evaluate<string>(where),
    (words) => words.includes(text),
  )
  expect(seen).toContain(text)
  return seen
}
