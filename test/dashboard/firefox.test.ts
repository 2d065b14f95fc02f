// The main paths in Firefox: sign in, see the figures and the outage, narrow them down, explain one click.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, launch, type Page } from '../../lab/drivers/index.ts'
import { eventually } from '../wayside.ts'
import { type Node, startNode } from './lib/node.ts'

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
  await page.goto(node.url)
  await shows(page, 'Read key')
  await page.evaluate(`(() => {
    const field = document.querySelector('#key')
    field.value = ${JSON.stringify(node.keys.read)}
  })()`)
  await page.click('.sign-in form button')
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
  expect(page.errors().filter(({ kind }) => kind === 'exception')).toEqual([])
})

async function shows(page: Page, text: string, where = 'document.body.innerText'): Promise<void> {
  const seen = await eventually(
    () => page.evaluate<string>(where),
    (words) => words.includes(text),
  )
  expect(seen).toContain(text)
}
