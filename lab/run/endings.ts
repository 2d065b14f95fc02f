// The browser itself ends after the click: a normal quit, or SIGKILL, as in a crash. It is started again on the same profile, the fault is
// over, and the visitor sees one more page. Several tabs are clicked, one right after the other, before each end: the untracked ones first;
// the fault's time runs from the last of the tracked clicks, so that the earlier ones are up to a second older.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, launch, type Page } from '../drivers/index.ts'
import { returnOf, type World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { compare, countCell, type Made, untilAllCame } from './count.ts'
import { inTurn } from './turns.ts'
import { LAUNCH_TURN_MS, LINK_AT, openShop, PATIENCE_MS } from './visit.ts'

const TABS = 4
const RETURN_WITHIN_MS = 2_500
/** The clicks of one round, which no other browser may come between. */
const CLICKS_TURN_MS = 3_000

type Say = (text: string) => void

export async function runEndings(world: World, unit: Unit, say: Say): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const { name } of unit.techniques.filter((technique) => technique.name !== 'none')) {
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

async function runTechnique(world: World, unit: Unit, technique: string, profile: string, say: Say): Promise<Cell> {
  const ending = unit.fault.ending!
  const [made, untracked]: [Made[], Made[]] = [[], []]
  const start = () => inTurn('load', () => launch(unit.engine, { profile }), LAUNCH_TURN_MS)
  let browser = await start()
  const { version } = browser
  while (made.length < unit.clicks) {
    say(`${technique}, click ${made.length + 1} of ${unit.clicks}`)
    await openShop(world, await browser.newPage(), technique, `warm.${technique}`)
    await unit.fault.begin(world)
    const tabs = Math.min(TABS, unit.clicks - made.length)
    const opened = [
      ...(await openTabs(world, browser, 'none', tabs)),
      ...(await openTabs(world, browser, technique, tabs)),
    ]
    const clicked = await inTurn('click', () => clickTabs(world, opened), CLICKS_TURN_MS)
    await sleep(ending.afterMs)
    await (ending.how === 'quit' ? browser.close() : browser.kill())
    await sleep(unit.fault.settleMs)
    await world.heal()
    browser = await start()
    const page = await browser.newPage()
    const returnedAt = Date.now()
    await openShop(world, page, technique, returnOf(technique))
    const names = clicked.slice(tabs).map(({ click }) => click)
    await untilAllCame(world, names, RETURN_WITHIN_MS)
    untracked.push(...clicked.slice(0, tabs))
    made.push(...clicked.slice(tabs).map((one) => ({ ...one, openedAt: returnedAt - 1 })))
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
    load: loadavg()[0]!,
    ...compare(made, untracked),
    ...countCell(world, technique, made, Date.now()),
  }
}

interface Tab {
  click: string
  page: Page
}

async function openTabs(world: World, browser: Browser, technique: string, tabs: number): Promise<Tab[]> {
  const opened: Tab[] = []
  for (let tab = 0; tab < tabs; tab++) {
    const click = world.nameClick(technique)
    const page = await browser.newPage()
    await openShop(world, page, technique, click)
    opened.push({ click, page })
  }
  return opened
}

async function clickTabs(world: World, opened: readonly Tab[]): Promise<Made[]> {
  const made: Made[] = []
  for (const { click, page } of opened) {
    await page.activate()
    await page.click(LINK_AT)
    made.push({ click, openedAt: Date.now(), arrival: await world.shop.arrivals.wait(click, PATIENCE_MS) })
  }
  return made
}
