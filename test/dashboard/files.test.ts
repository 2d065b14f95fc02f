// What one can take along: files that tiles save, read back.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { save } from './lib/files.ts'
import { type Node, startNode } from './lib/node.ts'
import { launchBrowser, settled } from './lib/person.ts'

let node: Node
let browser: Browser

beforeAll(async () => {
  const season = { until: Date.now(), days: 14, pagesPerDay: 120 }
  ;[node, browser] = await Promise.all([startNode(season), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

/** @returns what an admin copies. */
async function shareLink(view: string): Promise<string> {
  const answer = await fetch(`${node.url}/api/v1/shares`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${node.keys.admin}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ site: 'bookstore', days: 1, embed: [], view }),
  })
  return `${node.url}${((await answer.json()) as { path: string }).path}`
}

test('a picture saved from a shared link holds nothing that opens the link', async () => {
  const link = await shareLink('overview')
  const token = new URL(link).hash.slice(1)
  const context = await browser.newContext({ acceptDownloads: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(link)
  await settled(page)
  for (const name of ['series', 'positions', 'variants']) {
    const svg = (await save(page, name, 'SVG')).toString()
    expect(svg, name).not.toContain(token)
    expect(svg, name).not.toMatch(/href/)
  }
})
