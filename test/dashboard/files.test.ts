// What one can take along: every tile's rows as CSV, NDJSON and Parquet, every chart as SVG and PNG, all of them read back.
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { sendClick } from './lib/clicks.ts'
import { offered, readCsv, readNdjson, readParquet, save } from './lib/files.ts'
import { type Node, startNode } from './lib/node.ts'
import { launchBrowser, type Person, person, settled, tile } from './lib/person.ts'

/** Every tile of every view, whether it draws a chart, and the columns of its files that are times. */
const TILES: Readonly<Record<string, readonly [name: string, hasChart: boolean, times: readonly string[]][]>> = {
  '': [
    ['figures', true, []],
    ['series', true, ['time']],
    ['placements', false, []],
    ['items', false, []],
    ['positions', true, []],
    ['variants', true, []],
  ],
  'view=live': [
    ['rates', false, []],
    ['arrivals', true, ['happened', 'received']],
    ['latest', false, ['happened', 'received']],
  ],
  'view=experiment&range=28d': [
    ['advice', false, []],
    ['effect', true, ['until']],
    ['arms', false, []],
    ['ratio', false, []],
  ],
  'view=books&event=EVENT': [
    ['books', true, []],
    ['explain', false, ['received']],
    ['loss', true, []],
    ['quarantine', false, []],
    ['restatements', false, ['judged again']],
  ],
  'view=difference&theirs=DAY:5': [['difference', true, []]],
  'view=health': [
    ['problems', false, []],
    ['collectors', false, ['Last came through']],
    ['levels', false, ['Last received']],
    ['machinery', false, ['Everything is in up to', 'Log a-0, read up to']],
  ],
  'view=install': [
    ['snippet', false, []],
    ['checker', false, ['received']],
    ['policy', false, []],
  ],
  'view=access': [
    ['shares', false, ['Made', 'Ends']],
    ['keys', false, ['Made', 'Revoked']],
    ['sessions', false, ['Since']],
    ['audit', false, ['When']],
  ],
}
/** Of this node: nothing is wrong with it, or was. Their files have columns and no rows. */
const MAY_BE_EMPTY = ['quarantine', 'restatements', 'problems']
const COLLECTOR = {
  url: 'https://a.clicks.example',
  lookedAt: new Date().toISOString(),
  state: 'ready',
  trouble: '',
  freeBytes: 1_400_000_000,
  workers: 1,
  recorded: 12,
  refused: {},
  logFailures: 0,
  probe: {
    sentAt: new Date().toISOString(),
    acknowledgedMs: 4,
    countedMs: 312,
    lastCountedAt: new Date().toISOString(),
    trouble: '',
  },
}
const MACHINERY = {
  records: 9,
  events: 9,
  quarantined: 0,
  retries: 0,
  damagedBytes: 0,
  freeBytes: 2_000_000_000,
  books: { unaccounted: 0, unmatched: 0 },
  logs: [{ log: 'a-0', newestAt: new Date().toISOString(), sequence: 7 }],
  collectors: [COLLECTOR],
}

let node: Node
let browser: Browser

beforeAll(async () => {
  const season = { until: Date.now(), days: 14, pagesPerDay: 120 }
  ;[node, browser] = await Promise.all([startNode(season), launchBrowser()])
  for (const item of ['Emma', '=1+1'])
    await sendClick(node, { item, placement: 'home', occurredAt: Date.now(), position: 1 })
  await shareLink('overview')
})
afterAll(async () => {
  await browser.close()
  await node.stop()
})

/** An admin, who sees the machinery of a node with one collector. */
async function admin(): Promise<Person> {
  const one = await person(browser, node, node.keys.admin)
  onTestFinished(async () => {
    await one.leave()
    expect(one.faults).toEqual([])
  })
  await one.page.route('**/api/v1/health', async (route) => {
    const health = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...health, machinery: MACHINERY } })
  })
  return one
}

/** @returns what an admin copies. */
async function shareLink(view: string): Promise<string> {
  const answer = await fetch(`${node.url}/api/v1/shares`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${node.keys.admin}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ site: 'bookstore', days: 1, embed: [], view }),
  })
  return `${node.url}${((await answer.json()) as { path: string }).path}`
}

/** How times, amounts and gaps are written on screen, and never in files: `18 Nov, 14:03`, `4 ms`, `1.4 GB`, `3 %`, a lone dash. */
const SHOWN = /^(\d{1,2} [A-Z][a-z]{2}\b.*|[\d.,]+ (ms|s|min|h|days|bytes|[kMGT]B|%)|–)$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test.for(Object.entries(TILES))(
  'view "%s": every tile’s rows and charts are saved in every format, and read back',
  async ([query, tiles]) => {
    const { page, open } = await admin()
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    await open(query.replace('EVENT', node.season.duplicate).replace('DAY', day))
    if (query === 'view=live') await page.getByText('Emma').first().waitFor()
    const there = await page
      .locator('[data-tile]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-tile')))
    expect(there.sort()).toEqual(tiles.map(([name]) => name).sort())
    for (const [name, hasChart, times] of tiles) {
      const formats = ['CSV', 'NDJSON', 'Parquet', ...(hasChart ? ['PNG', 'SVG'] : [])]
      expect(await offered(page, name), name).toEqual(formats)
      await expectRows(page, name, times)
      if (hasChart) await expectPictures(page, name)
    }
  },
)

async function expectRows(page: Page, name: string, times: readonly string[]): Promise<void> {
  const csv = readCsv(await save(page, name, 'CSV'))
  const lines = readNdjson(await save(page, name, 'NDJSON'))
  const rows = await readParquet(await save(page, name, 'Parquet'))
  if (!MAY_BE_EMPTY.includes(name)) expect(lines.length, name).toBeGreaterThan(0)
  const texts = lines.map((line) => Object.fromEntries(Object.entries(line).map(([key, cell]) => [key, textOf(cell)])))
  expect(csv, `${name} as CSV`).toEqual(texts)
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, cell]) => [key, cell instanceof Date ? cell.toISOString() : (cell ?? null)]),
    ),
  )
  expect(plain, `${name} as Parquet`).toEqual(lines)
  for (const line of lines) {
    for (const cell of Object.values(line)) expect(String(cell), name).not.toMatch(SHOWN)
    for (const column of times) {
      expect(Object.keys(line), name).toContain(column)
      if (line[column] !== null) expect(line[column], `${name}, ${column}`).toMatch(ISO)
    }
  }
  for (const row of rows)
    for (const column of times) expect(row[column] ?? new Date(), `${name}, ${column}`).toBeInstanceOf(Date)
}

/** As CSV writes a cell; a name that begins like a formula gets an apostrophe. */
function textOf(cell: unknown): string {
  if (cell === null) return ''
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell)
}

async function expectPictures(page: Page, name: string): Promise<void> {
  const svg = (await save(page, name, 'SVG')).toString()
  const fault = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml')
    return (
      picture.querySelector('parsererror')?.textContent ?? (picture.querySelector('path, rect, circle') ? '' : 'empty')
    )
  }, svg)
  expect(fault, name).toBe('')
  expect(svg, name).not.toMatch(/href|class=/)
  const png = PNG.sync.read(await save(page, name, 'PNG'))
  expect(png.width, name).toBeGreaterThan(400)
  const colours = new Set<number>()
  for (let at = 0; at < png.data.length; at += 4) colours.add(png.data.readUInt32BE(at))
  expect(colours.size, `${name}: colours of the picture`).toBeGreaterThan(3)
}

test('numbers of collectors are numbers in files, with their unit in the head, and read as amounts on screen', async () => {
  const { page, open } = await admin()
  await open('view=health')
  const [row] = readNdjson(await save(page, 'collectors', 'NDJSON'))
  expect(row).toMatchObject({ 'Taken in (ms)': 4, 'In reports in (ms)': 312, 'Disk free (bytes)': 1_400_000_000 })
  expect(await tile(page, 'collectors').innerText()).toMatch(/4 ms\s+312 ms.*1\.4 GB/s)
})

test('a file that cannot be made is told in the menu', async () => {
  const { page, open } = await admin()
  await open('view=health')
  await page.route('**/*.js', (route) => route.abort())
  const menu = tile(page, 'levels').locator('details.menu')
  await menu.locator('summary').click()
  await menu.getByRole('button', { name: 'Download Parquet' }).click()
  expect(await menu.getByRole('alert').innerText()).toMatch(/could not be saved/)
})

test('a picture saved from a shared link holds nothing that opens the link', async () => {
  const link = await shareLink('overview')
  const token = new URL(link).hash.slice(1)
  const context = await browser.newContext({ acceptDownloads: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(link)
  await settled(page)
  for (const name of ['figures', 'series', 'positions', 'variants']) {
    const svg = (await save(page, name, 'SVG')).toString()
    expect(svg, name).not.toContain(token)
    expect(svg, name).not.toMatch(/href/)
  }
})

test('the picture of the difference names its colours', async () => {
  const { page, open } = await admin()
  await open(`view=difference&theirs=${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}:5`)
  const svg = (await save(page, 'difference', 'SVG')).toString()
  for (const words of ['theirs', 'ours, live', 'ours, came in late', 'received, left out']) expect(svg).toContain(words)
})
