// `npm run shots`: renders each view of the dashboard, over a real node with three made-up weeks of a book shop, to `docs/img/`.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sendClicks } from '../test/dashboard/lib/clicks.ts'
import { startNode } from '../test/dashboard/lib/node.ts'
import { launchBrowser, person } from '../test/dashboard/lib/person.ts'

const { values } = parseArgs({ options: { pages: { type: 'string', default: '1200' } } })
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
]

const node = await startNode({ until: Date.now(), days: 22, pagesPerDay: Number(values.pages) })
const browser = await launchBrowser()
try {
  await sendClicks(node, 60, 9 * 60_000)
  await shoot('dashboard-explain', `view=books&event=${node.season.forged}`, 1440, false, true)
  for (const shot of SHOTS) await shoot(...shot)
} finally {
  await browser.close()
  await node.stop()
}

async function shoot(name: string, query: string, width: number, dark: boolean, whole: boolean): Promise<void> {
  const { page, open, leave } = await person(browser, node, node.keys.read, { width, dark })
  await open(query)
  if (query.startsWith('view=live')) await page.waitForSelector('.clicks tbody tr')
  await page.mouse.move(0, 0)
  const path = `${folder}/${name}.png`
  await page.screenshot({ path, fullPage: whole })
  await leave()
  process.stdout.write(`${path}\n`)
}
