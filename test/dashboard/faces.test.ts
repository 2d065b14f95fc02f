// How the dashboard looks and what it weighs: pictures beside those that were agreed on, accessibility of each view, sizes, files it saves.
// `UPDATE_BASELINE=1 npm run test:dashboard` agrees on new pictures.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import pixelmatch from 'pixelmatch'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Node, startNode } from './lib/node.ts'
import { launchBrowser, type Person, type PersonOptions, person, settled, tile } from './lib/person.ts'

const UNTIL = Date.UTC(2026, 10, 20, 18)
const BASELINE = resolve(import.meta.dirname, 'baseline')
/** Of a picture's pixels, so many may differ: rasterisers round edges in their own ways. */
const DIFFERENT_MAX = 0.02
/** All that the dashboard ever loads, brotli. */
const BYTES_MAX = 150_000
const VIEWS = ['', 'range=28d', 'view=live', 'view=experiment&range=28d', 'view=books&range=28d', 'view=weekly']

let node: Node
let browser: Browser

beforeAll(async () => {
  ;[node, browser] = await Promise.all([startNode({ until: UNTIL, days: 14, pagesPerDay: 350 }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

async function someone(options: PersonOptions = {}): Promise<Person> {
  const one = await person(browser, node, node.keys.read, { now: UNTIL, ...options })
  onTestFinished(() => one.leave())
  return one
}

test.for([
  ['overview-light', '', 1280, false],
  ['overview-dark', '', 1280, true],
  ['overview-phone', '', 390, false],
  ['books-light', 'view=books&range=28d', 1280, false],
  ['experiment-phone-dark', 'view=experiment&range=28d', 390, true],
] as const)('%s looks as it was agreed', async ([name, query, width, dark]) => {
  const { page, open } = await someone({ width, dark })
  await open(query)
  const shown = PNG.sync.read(await page.screenshot({ fullPage: true }))
  const file = join(BASELINE, `${name}.png`)
  if (process.env.UPDATE_BASELINE) {
    mkdirSync(BASELINE, { recursive: true })
    writeFileSync(file, PNG.sync.write(shown))
  }
  const agreed = PNG.sync.read(readFileSync(file))
  expect([shown.width, shown.height]).toEqual([agreed.width, agreed.height])
  const difference = new PNG({ width: shown.width, height: shown.height })
  const pixels = pixelmatch(shown.data, agreed.data, difference.data, shown.width, shown.height, { threshold: 0.2 })
  expect(pixels / (shown.width * shown.height)).toBeLessThan(DIFFERENT_MAX)
})

test.for([
  [1280, false],
  [1280, true],
  [360, false],
] as const)('every view is accessible and fits, %i pixels wide, dark %s', async ([width, dark]) => {
  const { page, open } = await someone({ width, dark })
  for (const query of [...VIEWS, `view=books&event=${node.season.forged}`]) {
    await open(query)
    expect(await violations(page), query).toEqual([])
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(over, `${query} is wider than the window`).toBeLessThanOrEqual(0)
  }
})

/** The axe rules that a page breaks, each with its first place. */
async function violations(page: Page): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}

test('keys alone lead from the first link to a filter, and along the chart', async () => {
  const { page, open } = await someone()
  await open('')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the figures')
  await page.locator('.series-plot').focus()
  await page.keyboard.press('ArrowRight')
  const first = await page.locator('.tip').innerText()
  await page.keyboard.press('ArrowRight')
  expect(await page.locator('.tip').innerText()).not.toBe(first)
  await tile(page, 'placements').getByRole('link', { name: 'basket' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Filters').waitFor()
})

test('tables are saved as CSV, NDJSON and Parquet, charts as SVG and PNG; a formula in a name is defused', async () => {
  const { page, open } = await someone()
  await open('range=28d')
  const save = async (name: string, what: string): Promise<Buffer> => {
    const part = tile(page, name)
    await part.locator('summary').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      part.getByRole('button', { name: what }).click(),
    ])
    return readFileSync((await download.path())!)
  }
  const csv = (await save('items', 'CSV')).toString()
  expect(csv.split('\r\n')[0]).toBe(
    'item,impressions,views,clicks,rate,rate low,rate high,impressions before,clicks before',
  )
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`)
  const lines = (await save('items', 'NDJSON')).toString().trim().split('\n')
  const file = await save('items', 'Parquet')
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer
  const rows = await parquetReadObjects({ file: bytes, compressors })
  expect(rows).toEqual(lines.map((line) => JSON.parse(line)))
  const svg = (await save('positions', 'SVG')).toString()
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  expect(svg).toMatch(/fill="rgb\(36, 86, 201\)"/)
  const png = PNG.sync.read(await save('series', 'PNG'))
  expect(png.width).toBeGreaterThan(1_500)
  await tile(page, 'placements').locator('summary').click()
  await tile(page, 'placements').getByRole('button', { name: 'Show as a table' }).click()
  expect(await tile(page, 'placements').locator('thead').innerText()).toContain('impressions before')
})

test('the weekly report prints: no navigation, charts as drawings', async () => {
  const { page, open } = await someone()
  await open('view=weekly')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.side').isVisible()).toBe(false)
  expect(await page.locator('svg.series-svg').isVisible()).toBe(true)
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
})

test('everything together weighs less than 150 KB, and nothing of Node is in it', async () => {
  const folder = resolve(import.meta.dirname, '../../dist/dashboard')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.br'))
  const bytes = files.map((path) =>
    path.endsWith('.woff2') ? statSync(path).size : brotliCompressSync(readFileSync(path)).length,
  )
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(BYTES_MAX)
  for (const path of files.filter((path) => path.endsWith('.js')))
    expect(readFileSync(path, 'utf8')).not.toMatch(/["']node:/)
})

test('tiles wait with a picture of their own, and old figures stay until new ones are there', async () => {
  const { page, open } = await someone()
  await open('')
  await page.route('**/api/v1/breakdown*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.getByLabel('Stretch of time').selectOption('28d')
  expect(await tile(page, 'placements').getAttribute('aria-busy')).toBe('true')
  expect(await tile(page, 'placements').locator('.stale').count()).toBe(1)
  await settled(page)
  expect(await tile(page, 'placements').locator('.stale').count()).toBe(0)
})
