// The browser itself ends after the click: a normal quit, or SIGKILL, as in a crash. It is started again on the same profile, the fault is
// over, and the visitor sees one more page. One technique at a time, one browser a click.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch, type Page } from '../drivers/index.ts'
import type { World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { countCell, type Made, untilAllCame } from './count.ts'
import { LINK_AT, openShop, PATIENCE_MS } from './visit.ts'

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
  for (let round = 0; round < unit.clicks; round++) {
    say(`${technique}, click ${round + 1} of ${unit.clicks}`)
    const page: Page = await browser.newPage()
    const click = world.nameClick(technique)
    await openShop(world, page, technique, `warm.${round}.${technique}`)
    await unit.fault.begin(world)
    const openedAt = await openShop(world, page, technique, click)
    await page.click(LINK_AT)
    const arrival = await world.shop.arrivals.wait(click, PATIENCE_MS)
    await sleep(ending.afterMs)
    await (ending.how === 'quit' ? browser.close() : browser.kill())
    await sleep(unit.fault.settleMs)
    await world.heal()
    browser = await launch(unit.engine, { profile })
    made.push({ click, openedAt, arrival })
    const returned = await browser.newPage()
    await openShop(world, returned, technique, `return.${round}.${technique}`)
    if (technique !== 'none') await untilAllCame(world, [click], RETURN_WITHIN_MS)
    await returned.close()
  }
  const { version } = browser
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
