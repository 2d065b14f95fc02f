// A person at the dashboard in Chromium: signs in, goes to views, and what they see is checked for faults of the page.
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Node } from './node.ts'

export interface Person {
  page: Page
  /** What the page complained about, and what it asked of elsewhere. */
  faults: string[]
  /** Go to a view by its address. */
  open(query: string): Promise<void>
  leave(): Promise<void>
}

export interface PersonOptions {
  width?: number
  dark?: boolean
  /** Things may move, as for most people; else they ask for less of it, and pictures stand still. */
  moves?: boolean
  /** What their clock says, milliseconds; it stands still then. */
  now?: number | undefined
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--font-render-hinting=none'] })
}

/** Somebody who is signed in with a key, or not yet. */
export async function person(browser: Browser, node: Node, key = '', options: PersonOptions = {}): Promise<Person> {
  const { width = 1280, dark = false, moves = false, now } = options
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: moves ? 'no-preference' : 'reduce',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // A refused key and a question to a backend that is away are told by the browser as well.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(node.url) && !request.url().startsWith('blob:')) faults.push(request.url())
  })
  if (now !== undefined) await page.clock.setFixedTime(now)
  await page.goto(key === '' ? node.url : `${node.url}/#key=${key}`)
  await page.waitForSelector(key === '' ? '.sign-in' : 'main#view')
  return {
    page,
    faults,
    async open(query) {
      await page.goto(`${node.url}/?${query}`)
      await settled(page)
    },
    leave: () => context.close(),
  }
}

/** Every tile has its answer, and fonts are there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('[data-tile], .live-view')
  await page.waitForFunction(() => document.querySelector('[data-state="loading"], [aria-busy="true"]') === null)
  await page.evaluate(() => document.fonts.ready)
}

export function tile(page: Page, name: string): ReturnType<Page['locator']> {
  return page.locator(`[data-tile="${name}"]`)
}
