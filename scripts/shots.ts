// `npm run shots`: renders each view of the dashboard, over a real node with three made-up weeks of a book shop, to `docs/img/`.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sendClicks } from '../test/dashboard/lib/clicks.ts'
import { startNode } from '../test/dashboard/lib/node.ts'
import { launchBrowser, person } from '../test/dashboard/lib/person.ts'

const { values } = parseArgs({ options: { pages: { type: 'string', default: '1200' } } })
const DAY_MS = 86_400_000
const folder = resolve(import.meta.dirname, '../docs/img')

/** Name, address, width, dark, and whether the picture goes on below the window. */
const SHOTS: readonly [name: string, query: string, width: number, dark: boolean, whole: boolean][] = [
  ['dashboard-overview', '', 1440, false, false],
  ['dashboard-overview-dark', '', 1440, true, true],
  ['dashboard-overview-phone', '', 390, false, false],
  ['dashboard-live', 'view=live', 1440, false, false],
  ['dashboard-experiment', 'view=experiment&range=28d', 1440, false, false],
  ['dashboard-books', 'view=books', 1440, false, false],
  ['dashboard-weekly', 'view=weekly', 1440, false, true],
  ['dashboard-health', 'view=health', 1440, false, false],
  ['dashboard-install', 'view=install', 1440, false, false],
  ['dashboard-access', 'view=access', 1440, false, false],
]

const node = await startNode({ until: Date.now(), days: 22, pagesPerDay: Number(values.pages) })
const browser = await launchBrowser()
try {
  await sendClicks(node, 60, 9 * 60_000)
  await shoot('dashboard-explain', `view=books&event=${node.season.forged}`, 1440, false, true)
  for (const shot of SHOTS) await shoot(...shot)
  await shoot('dashboard-difference', `view=difference&theirs=${await fewer(7)}`, 1440, false, true)
} finally {
  await browser.close()
  await node.stop()
}

/** What a tool without an outbox would have counted on the last whole days: a tenth less. */
async function fewer(days: number): Promise<string> {
  const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10)
  const query = new URLSearchParams({ by: 'day', from: day(days), to: day(0), tz: 'Europe/Berlin' })
  const headers = { Authorization: `Bearer ${node.keys.read}` }
  const answer = await fetch(`${node.url}/api/v1/report?${query}`, { headers })
  const { rows } = (await answer.json()) as { rows: { day: string; clicks: number }[] }
  return rows.map((row) => `${row.day}:${Math.round(row.clicks * 0.9)}`).join(',')
}

async function shoot(name: string, query: string, width: number, dark: boolean, whole: boolean): Promise<void> {
  const { page, open, leave } = await person(
    browser,
    node,
    query.includes('view=access') ? node.keys.admin : node.keys.read,
    { width, dark },
  )
  await open(query)
  if (query.startsWith('view=live')) await page.waitForSelector('.clicks tbody tr')
  await page.mouse.move(0, 0)
  const path = `${folder}/${name}.png`
  await page.screenshot({ path, fullPage: whole })
  await leave()
  process.stdout.write(`${path}\n`)
}
