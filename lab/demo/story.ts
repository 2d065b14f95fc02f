// The outage story, told by a real browser on the running demo: click, tracked and untracked in turn, while both datacenters fail;
// then bring them back, view one more page of the shop, and count. Promises: every click is looked up by its list and item, so that
// one that is missing, doubled or not counted is found out. Times are medians of one run, interleaved, on one clock.
import type { Books, Report } from '../../dist/report/index.js'
import type { Browser, Page } from '../drivers/index.ts'
import type { Arrival } from './arrivals.ts'
import type { Condition } from './datacenter.ts'
import { localUrl, publicUrl, type Settings, SITE } from './settings.ts'
import type { OutboxesAnswer } from './store/outboxes.ts'

/** What became of the clicks of one fault. */
export interface Chapter {
  fault: Condition
  /** Clicks on tracked links; as many were made on untracked ones. */
  clicks: number
  /** Tracked and untracked clicks whose page was asked for within STALLED_AFTER_MS. */
  reached: number
  /** From each click to the destination's request, milliseconds; those that were reached. */
  trackedMs: number[]
  untrackedMs: number[]
  /** Clicks waiting in outboxes at the end of the fault, as the shop's pages said. */
  waiting: number
  /** Counted while the fault lasted. */
  during: number
  /** Counted after both were back and one more page of the shop was viewed. */
  after: number
  /** Clicks counted exactly once. */
  counted: number
  /** Further copies that were received of these clicks, and count as nothing. */
  duplicates: number
  /** Exceptions that reached the page. */
  thrown: string[]
}

export interface StoryOptions {
  browser: Browser
  settings: Settings
  faults: readonly Condition[]
  /** Pairs of clicks, one tracked and one not, for each fault. */
  pairs: number
  /** The visitor comes for the first time during the outage: nothing of Wayside is in the browser's cache. */
  firstVisit?: boolean
  say?: (what: string) => void
}

/** A visitor who waits longer for the next page has been stalled. */
export const STALLED_AFTER_MS = 5_000
const COUNTED_WITHIN_MS = 30_000
/** Live delivery may take one answer of a slow datacenter and a hedge. */
const SETTLE_MS = 1_500

const BOOKS = ['moby-dick', 'emma', 'dracula', 'walden', 'kidnapped', 'anna-karenina', 'flatland', 'peter-pan']

/** Run one chapter for each fault, in the order given. */
export async function tellStory(options: StoryOptions): Promise<Chapter[]> {
  const chapters: Chapter[] = []
  for (const fault of options.faults) {
    options.say?.(`${fault}: ${options.pairs} pairs of clicks`)
    chapters.push(await tellChapter(options, fault))
  }
  return chapters
}

/** The books of the backend, by its public API. */
export function readBooks(settings: Settings): Promise<Books> {
  return ask(settings, 'books', ALWAYS)
}

/** Clicks that count, all told, by the backend's public API. */
export async function readClicks(settings: Settings): Promise<number> {
  const { rows } = await ask<Report>(settings, 'report', ALWAYS)
  return rows.reduce((sum, row) => sum + row.clicks, 0)
}

const ALWAYS = { from: '2020-01-01', to: '2100-01-01' }

interface Made {
  list: string
  item: string
  delayMs: number | undefined
}

async function tellChapter({ browser, settings, pairs, firstVisit }: StoryOptions, fault: Condition): Promise<Chapter> {
  const page = await browser.newPage()
  await order(settings, 'up')
  if (!firstVisit) await visit(page, settings, 0)
  await order(settings, fault)
  const tracked: Made[] = []
  const untracked: (number | undefined)[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const both = [
      async () => void tracked.push(await clickTracked(page, settings, pair)),
      async () => void untracked.push(await clickUntracked(page, settings, pair)),
    ]
    for (const click of pair % 2 ? both : both.reverse()) await click()
  }
  await sleep(SETTLE_MS)
  const during = outcome(tracked, await recentClicks(settings)).once
  const waiting = await readWaiting(settings)
  await order(settings, 'up')
  await visit(page, settings, pairs)
  const end = Date.now() + COUNTED_WITHIN_MS
  let result = outcome(tracked, await recentClicks(settings))
  // A click may be counted while its acknowledgement was not seen yet: the next chapter's outbox is to be empty.
  while ((result.once < tracked.length || (await page.evaluate<boolean>(HOLDS_CLICKS))) && Date.now() < end) {
    await sleep(250)
    result = outcome(tracked, await recentClicks(settings))
  }
  const thrown = page.errors().filter((error) => error.kind === 'exception')
  await page.close()
  const trackedMs = tracked.map((click) => click.delayMs).filter((delay) => delay !== undefined)
  const untrackedMs = untracked.filter((delay) => delay !== undefined)
  return {
    fault,
    clicks: tracked.length,
    reached: trackedMs.length + untrackedMs.length,
    trackedMs,
    untrackedMs,
    waiting,
    during,
    after: result.once - during,
    counted: result.once,
    duplicates: result.copies,
    thrown: thrown.map((error) => error.text),
  }
}

/** Open a product page and wait until it stands still: what is measured is the click. */
async function visit(page: Page, settings: Settings, turn: number): Promise<void> {
  // The shop shows no list when the recommender was too slow for it, as on a machine that is busy with other things: ask again.
  for (let tries = 0; tries < 5; tries++) {
    await page.goto(`${publicUrl(settings.ports, 'store')}/book/${BOOKS[turn % BOOKS.length]}`)
    if (await page.evaluate<boolean>(`!!document.querySelector('.reading')`)) break
  }
  for (let tries = 0; tries < 40; tries++) {
    if (await page.evaluate<boolean>('!!window.wayside?.v')) break
    await sleep(50)
  }
  await page.evaluate(STAMP)
  await sleep(200)
}

/** Writes when a link was clicked, and an id for the click, into its address: before the tag looks, as a shop's own script might. */
const STAMP = `addEventListener('click', (event) => {
  const link = event.target.closest?.('a')
  if (!link || !window.clickId) return
  const url = new URL(link.href)
  url.searchParams.set('click', window.clickId)
  url.searchParams.set('t0', performance.timeOrigin + event.timeStamp)
  link.href = url
}, true)`

const HOLDS_CLICKS = `Object.keys(localStorage).some((key) => key.startsWith('wayside.click'))`

async function clickTracked(page: Page, settings: Settings, turn: number): Promise<Made> {
  await visit(page, settings, turn)
  const { token, item } = await page.evaluate<{ token: string; item: string }>(
    `({ token: document.querySelector('.reading').dataset.wayside, item: document.querySelector('.reading a').dataset.item })`,
  )
  const { l } = JSON.parse(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('utf8')) as { l: string }
  return { list: l, item, delayMs: await clickAndTime(page, settings, '.reading a') }
}

async function clickUntracked(page: Page, settings: Settings, turn: number): Promise<number | undefined> {
  await visit(page, settings, turn)
  return clickAndTime(page, settings, '.notice a')
}

/** @returns milliseconds from the click to the other site's request, or undefined when that never came. */
async function clickAndTime(page: Page, settings: Settings, selector: string): Promise<number | undefined> {
  const id = crypto.randomUUID()
  await page.evaluate(`window.clickId = ${JSON.stringify(id)}`)
  await page.click(selector)
  const end = Date.now() + STALLED_AFTER_MS
  while (Date.now() < end) {
    const answer = await fetch(`${localUrl(settings.ports, 'elsewhere')}/arrivals`)
    const arrivals = (await answer.json()) as Arrival[]
    const arrival = arrivals.find(({ url }) => url.includes(id))
    if (arrival) return arrival.at - Number(new URL(arrival.url, 'http://x').searchParams.get('t0'))
    await sleep(20)
  }
  return undefined
}

interface Recent {
  list: string
  item: string
  verdict: string
  copies: number
}

/** How many of the clicks are there exactly once and counted, and how many further copies came. */
function outcome(made: Made[], recent: Recent[]): { once: number; copies: number } {
  let [once, copies] = [0, 0]
  for (const { list, item } of made) {
    const found = recent.filter((event) => event.list === list && event.item === item)
    if (found.length === 1 && found[0]?.verdict === 'counted') once++
    copies += found.reduce((sum, event) => sum + event.copies - 1, 0)
  }
  return { once, copies }
}

/** What the shop heard from its pages; they tell it as they are left. */
async function readWaiting({ ports }: Settings): Promise<number> {
  const answer = await fetch(`${localUrl(ports, 'store')}/outboxes`)
  return ((await answer.json()) as OutboxesAnswer).clicks
}

async function recentClicks(settings: Settings): Promise<Recent[]> {
  const { events } = await ask<{ events: Recent[] }>(settings, 'events', { type: 'click', limit: '500' })
  return events
}

async function ask<Answer>({ ports, keys }: Settings, what: string, query: Record<string, string>): Promise<Answer> {
  const url = `${localUrl(ports, 'backend')}/api/v1/${what}?${new URLSearchParams({ site: SITE, ...query })}`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${keys.read}` } })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

async function order({ ports }: Settings, condition: Condition): Promise<void> {
  const answer = await fetch(`${localUrl(ports, 'control')}/datacenter/both/${condition}`, { method: 'POST' })
  if (!answer.ok) throw new Error(`The control page answered ${answer.status} to ${condition}.`)
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
