// The safety card for site owners: opens a page with and without the tag, with the tag's service well, refusing and hanging, and says
// what changed; a tag that the page carries already is taken out first. Sends nothing anywhere but to the page's own servers.
// Comes from: lab/main.ts, dist/tag. Goes to: the terminal.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type Engine, launch, type Page } from '../drivers/index.ts'
import { builtTag, TECHNIQUES } from '../techniques/index.ts'
import { type Door, type Doors, type Mode, openDoors } from '../world/index.ts'
import { card, type Situation } from './card.ts'
import { install, LOOK, type Look, linksExpression, MARK_LIST, TAKE_OUT, WATCH } from './probe.ts'
import { serveFolder } from './serve.ts'
import { cardText } from './text.ts'

const LOADS = 3
const LINKS = 3
const LOADED_WITHIN_MS = 8_000
/** After the load: the tag starts when the page is idle, impressions wait a second for company, a view takes a second and waits one more. */
const LIVE_MS = 3_500
const REACHED_WITHIN_MS = 5_000
/** What a browser writes when a server is down; no script can keep it from that. */
const FAILED_LOAD = /^Failed to load resource/

/** How the tag's service behaves; without one, it is the page without the tag. */
const SITUATIONS: { name: string; service?: Mode }[] = [
  { name: 'without the tag' },
  { name: 'service healthy', service: 'ok' },
  { name: 'refusing', service: 'refused' },
  { name: 'hanging', service: 'hang' },
  { name: 'tag, but no answers', service: 'silent' },
]

/**
 * @param where an address, or a path of a local page
 * @param loads how often each situation loads it. Resolves to the card's text and whether anything got worse.
 */
export async function safety(
  where: string,
  engine: Engine,
  loads: number = LOADS,
): Promise<{ text: string; worse: boolean }> {
  const site = existsSync(where) ? await serveFolder(resolve(where)) : undefined
  const url = site?.url ?? where
  const service = await openDoors(builtTag())
  const doors = [service.first, service.second]
  try {
    const situations: Situation[] = []
    for (const { name, service: how } of SITUATIONS) {
      if (how) for (const door of doors) await door.become(how)
      const browser = await launch(engine, {
        args: ['--disable-features=LocalNetworkAccessChecks'].slice(engine === 'chromium' ? 0 : 1),
      })
      try {
        const snippet = how ? snippetFor(service) : undefined
        situations.push(await look(browser, url, name, snippet, service.received, loads))
      } finally {
        await browser.close()
      }
      for (const door of doors) await door.heal()
    }
    const lines = card(situations)
    const title = `${url} in ${engine}, ${loads} loads each, all its links taken for one recommended list`
    return { text: cardText(title, situations, lines), worse: lines.some(({ worse }) => worse.length > 0) }
  } finally {
    service.close()
    site?.server.close()
    site?.server.closeAllConnections()
  }
}

function snippetFor({ first, second }: Doors): string {
  const at = (door: Door) => `https://127.0.0.1:${door.port}`
  const technique = TECHNIQUES.find(({ name }) => name === 'wayside')!
  return technique.head({ first: at(first), second: at(second), tag: '', quota: '' })
}

/** A token for every link of the page; the page cannot check its signature. */
function tokenForAll(): string {
  const payload = {
    s: 'safety',
    l: 'safety',
    p: 'page',
    t: 0,
    i: Array.from({ length: 10 }, (_, index) => `link-${index + 1}`),
  }
  return `v1.lab.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${'A'.repeat(22)}`
}

async function look(
  browser: Browser,
  url: string,
  name: string,
  snippet: string | undefined,
  received: () => number,
  loads: number,
): Promise<Situation> {
  const before = received()
  const open = async (installed: string | undefined): Promise<Page> => {
    const page = await browser.newPage()
    await page.onNewDocument(WATCH)
    await page.onNewDocument(TAKE_OUT)
    await page.onNewDocument(MARK_LIST(tokenForAll()))
    if (installed) await page.onNewDocument(install(installed))
    return page
  }
  const [bare, page] = [await open(undefined), await open(snippet)]
  const [without, looks]: [Look[], Look[]] = [[], []]
  for (let load = 0; load < loads; load++) {
    without.push(await lookOnce(bare, url))
    looks.push(await lookOnce(page, url))
  }
  const links = await page.evaluate<{ x: number; y: number; href: string }[]>(linksExpression(LINKS))
  let reached = 0
  for (const link of links) if (await isReached(browser, page, url, link)) reached++
  const complaints = page.errors().filter(({ text }) => !FAILED_LOAD.test(text))
  const errors = [...new Set(complaints.map(({ text }) => text.split('\n')[0]!))]
  const failedLoads = page.errors().filter(({ text }) => FAILED_LOAD.test(text)).length
  const views = snippet ? loads + links.length : 0
  const beaconBytes = received() - before
  return { name, looks, without, errors, failedLoads, reached, tried: links.length, beaconBytes, views }
}

async function lookOnce(page: Page, url: string): Promise<Look> {
  await page.activate()
  await page.goto(url, { waitMs: LOADED_WITHIN_MS })
  await sleep(LIVE_MS)
  return page.evaluate<Look>(LOOK)
}

/** Whether a click leads away from the page, here or in a new tab. */
async function isReached(
  browser: Browser,
  page: Page,
  url: string,
  link: { x: number; y: number; href: string },
): Promise<boolean> {
  await page.goto(url, { waitMs: LOADED_WITHIN_MS })
  await sleep(300)
  const tabs = (await browser.pages()).length
  const here = await page.url()
  await page.click(link)
  for (const until = Date.now() + REACHED_WITHIN_MS; Date.now() < until; await sleep(50)) {
    if ((await page.url()) !== here || (await browser.pages()).length > tabs) return true
    if (link.href.split('#')[0] === here.split('#')[0]) return true
  }
  return false
}
