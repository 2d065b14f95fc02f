// The browser itself ends after the click: a normal quit, or SIGKILL, as in a crash. It is started again on the same profile, the fault is
// over, and the visitor sees one more page. Several tabs are clicked, one right after the other, before each end; the fault's time runs
// from the last of these clicks, so that the earlier ones are up to a second older.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, launch } from '../drivers/index.ts'
import type { World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { countCell, type Made, untilAllCame } from './count.ts'
import { LINK_AT, openShop, PATIENCE_MS } from './visit.ts'

const TABS = 4
const RETURN_WITHIN_MS = 2_500

export async function runEndings(world: World, unit: Unit, say: (text: string) => void): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const { name } of unit.techniques) {
    const profile = mkdtempSync(join(tmpdir(), 'wayside-profile-'))
    try {
      cells.push(await runTechnique(world, unit, name, profile, say))
    } finally {
      await world.heal()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
  return cells
}

async function runTechnique(
  world: World,
  unit: Unit,
  technique: string,
  profile: string,
  say: (text: string) => void,
): Promise<Cell> {
  const ending = unit.fault.ending!
  const made: Made[] = []
  let browser = await launch(unit.engine, { profile })
  const { version } = browser
  while (made.length < unit.clicks) {
    say(`${technique}, click ${made.length + 1} of ${unit.clicks}`)
    await openShop(world, await browser.newPage(), technique, `warm.${technique}`)
    await unit.fault.begin(world)
    const clicked = await clickTabs(world, browser, technique, Math.min(TABS, unit.clicks - made.length))
    await sleep(ending.afterMs)
    await (ending.how === 'quit' ? browser.close() : browser.kill())
    await sleep(unit.fault.settleMs)
    await world.heal()
    browser = await launch(unit.engine, { profile })
    const page = await browser.newPage()
    const returnedAt = Date.now()
    await openShop(world, page, technique, `return.${technique}`)
    const names = clicked.map(({ click }) => click)
    await untilAllCame(world, names, RETURN_WITHIN_MS)
    made.push(...clicked.map((one) => ({ ...one, openedAt: returnedAt - 1 })))
    await page.close()
  }
  await browser.close()
  return {
    engine: unit.engine,
    version,
    fault: unit.fault.name,
    destination: unit.destination,
    technique,
    at: new Date().toISOString(),
    ...countCell(world, technique, made, Date.now()),
  }
}

/** Opens the tabs first, then clicks one after the other. */
async function clickTabs(world: World, browser: Browser, technique: string, tabs: number): Promise<Made[]> {
  const pages = []
  for (let tab = 0; tab < tabs; tab++) {
    const click = world.nameClick(technique)
    const page = await browser.newPage()
    await openShop(world, page, technique, click)
    pages.push({ click, page })
  }
  const made: Made[] = []
  for (const { click, page } of pages) {
    await page.activate()
    await page.click(LINK_AT)
    made.push({ click, openedAt: Date.now(), arrival: await world.shop.arrivals.wait(click, PATIENCE_MS) })
  }
  return made
}
