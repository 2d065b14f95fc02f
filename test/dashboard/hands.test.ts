// What hands do on the dashboard, in Chromium over a real node: follow a variant, a position, one that moved; point at the series and drag over it;
// choose a file of another tool; and how it moves, or does not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Node, startNode } from './lib/node.ts'
import { launchBrowser, type Person, type PersonOptions, person, settled, tile } from './lib/person.ts'

const UNTIL = Date.UTC(2026, 10, 20, 18)

let node: Node
let browser: Browser

beforeAll(async () => {
  ;[node, browser] = await Promise.all([startNode({ until: UNTIL, days: 14, pagesPerDay: 250 }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

async function someone(options: PersonOptions = {}): Promise<Person> {
  const one = await person(browser, node, node.keys.read, { now: UNTIL, ...options })
  onTestFinished(async () => {
    await one.leave()
    expect(one.faults).toEqual([])
  })
  return one
}

test('a variant, a position and an item that moved filter when they are followed, and let go when followed again', async () => {
  const { page, open } = await someone()
  await open('')
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }))
  for (const [from, link, filter] of [
    ['variants', /^similar books .*, between/, 'variant=similar+books'],
    ['positions', /^2$|Position 2:/, 'position=2'],
  ] as const) {
    const chosen = tile(page, from).getByRole('link', { name: link })
    await chosen.click()
    await page.waitForURL((url) => url.search.includes(filter))
    await settled(page)
    expect(await chosen.getAttribute('aria-current')).toBe('true')
    await chosen.click()
    await page.waitForURL((url) => !url.search.includes(filter))
    await settled(page)
    expect(await page.evaluate(() => 'isSamePage' in globalThis), `${from}: loaded anew`).toBe(true)
  }
})

test('the items that moved are those whose clicks changed most, by the API’s own figures', async () => {
  const { page, open } = await someone()
  await open('')
  await tile(page, 'items').getByRole('link', { name: 'Movers' }).click()
  await settled(page)
  const query = 'site=bookstore&from=2026-11-14&to=2026-11-21&tz=Europe/Berlin'
  const headers = { Authorization: `Bearer ${node.keys.read}` }
  const { movers } = (await (await fetch(`${node.url}/api/v1/breakdown?${query}`, { headers })).json()) as {
    movers: { name: string; clicks: number; clicksBefore: number }[]
  }
  const changes = movers.map(({ clicks, clicksBefore }) => Math.abs(clicks - clicksBefore))
  expect(changes).toEqual([...changes].sort((one, other) => other - one))
  const rows = page.getByLabel('Items that moved most').locator('tbody tr')
  const told = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].slice(0, 3).map((cell) => (cell as HTMLElement).innerText.trim())),
  )
  expect(told).toEqual(
    movers.slice(0, 10).map(({ name, clicks, clicksBefore }) => [name, String(clicksBefore), String(clicks)]),
  )
})

test('pointing at the series says what is there; dragging over it zooms in, and Back goes back', async () => {
  const { page, open } = await someone()
  await open('')
  const plot = tile(page, 'series').locator('.u-over')
  await plot.scrollIntoViewIfNeeded()
  const box = (await plot.boundingBox())!
  const [y, x] = [box.y + box.height / 2, (share: number): number => box.x + box.width * share]
  await page.mouse.move(x(0.5), y)
  const tip = tile(page, 'series').locator('.tip')
  expect(await tip.innerText()).toMatch(/^1[67] Nov, \d\d:00\n\d+ clicks\n(.*came in late\n)?\d+ the period before$/)
  await page.mouse.move(x(0.25), y)
  expect(await tip.innerText()).toMatch(/^1[56] Nov/)
  await page.mouse.move(x(0.4), y)
  await page.mouse.down()
  await page.mouse.move(x(0.6), y, { steps: 4 })
  await page.mouse.up()
  await page.waitForURL(/from=2026-11-1[67]T/)
  await settled(page)
  // A fifth of a week.
  const zoomed = new URL(page.url()).searchParams
  const hours = (Date.parse(zoomed.get('to')!) - Date.parse(zoomed.get('from')!)) / 3_600_000
  expect(hours).toBeGreaterThan(30)
  expect(hours).toBeLessThan(37)
  await page.goBack()
  await page.waitForURL((url) => !url.search.includes('from='))
})

test('a file of another tool is read as it was exported, and compared', async () => {
  const { page, open } = await someone()
  const folder = mkdtempSync(join(tmpdir(), 'wayside-hands-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'free-form.csv')
  writeFileSync(
    file,
    '# ------\n# Free form 1\n# 20261116-20261117\n# ------\n\nDate,Event count,Total users\n,50,20,Grand total\n20261116,30,12\n20261117,20,8\n',
  )
  await open('view=difference')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.waitForFunction(() =>
    (document.getElementById('counts') as HTMLTextAreaElement).value.includes('Free form'),
  )
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/theirs=2026-11-16%3A30%2C2026-11-17%3A20/)
  await settled(page)
  expect(await tile(page, 'difference').innerText()).toMatch(/They count \d+ (more|fewer) than we do: 50 beside \d+/)
  // A date that may be two days is asked about.
  await page.getByRole('textbox', { name: 'daily counts' }).fill('11/01/2026,30')
  await page.getByRole('button', { name: 'Compare' }).click()
  expect(await page.getByRole('alert').innerText()).toContain('say whether the day or the month comes first')
  await page.getByLabel('dates', { exact: true }).selectOption('month first')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/theirs=2026-11-01%3A30/)
})

test('before there is an answer a tile says that it loads, and moves only for those who do not mind', async () => {
  for (const moves of [true, false]) {
    const { page } = await someone({ moves })
    let answer = (): void => undefined
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/v1/breakdown*', async (route) => {
      await asked
      await route.continue()
    })
    await page.goto(`${node.url}/?range=28d`)
    const skeleton = tile(page, 'placements').locator('.skeleton')
    await skeleton.waitFor()
    expect(await tile(page, 'placements').getAttribute('data-state')).toBe('loading')
    expect(await skeleton.innerText()).toContain('Loading')
    const running = await skeleton
      .locator('i')
      .first()
      .evaluate(
        (bar) =>
          bar.getAnimations({ subtree: true }).filter((one) => Number(one.effect?.getComputedTiming().duration) > 100)
            .length,
      )
    expect(running > 0, `moves: ${moves}`).toBe(moves)
    answer()
    await settled(page)
    expect(await skeleton.count()).toBe(0)
  }
})

test('the weekly report prints on two pages, and what is followed in it is the overview of that week', async () => {
  const { page, open } = await someone()
  await open('view=weekly')
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2)
  await tile(page, 'placements').getByRole('link', { name: 'basket' }).click()
  await page.waitForURL(/placement=basket/)
  await settled(page)
  const { view, placement, from, to } = Object.fromEntries(new URL(page.url()).searchParams)
  expect({ view, placement, from, to }).toEqual({ placement: 'basket', from: '2026-11-09', to: '2026-11-15' })
  expect(await page.getByLabel('Filters').innerText()).toContain('basket')
})
