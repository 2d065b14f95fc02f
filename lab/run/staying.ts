// The page stays open: the click opens a new tab (ctrl+click, or `target=_blank` where the driver has no modifier that works), and the page
// behind it may send when and as often as it likes. One page a technique, all its clicks on it.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from '../drivers/index.ts'
import { nextClick, type World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { type Made, untilAllCame } from './count.ts'
import { finish } from './finish.ts'
import { clickAndWait, LINK_AT, openShop } from './visit.ts'

/** What an open page may take after the end of the fault: trackers with a timer back off. */
const RECOVERS_WITHIN_MS = 15_000

export async function runStaying(
  world: World,
  unit: Unit,
  browser: Browser,
  say: (text: string) => void,
): Promise<Cell[]> {
  const byTarget = unit.engine === 'webkit'
  world.page = { ...world.page, newTab: byTarget }
  const shops: { technique: string; page: Page }[] = []
  const made = new Map<string, Made[]>()
  for (const { name } of unit.techniques) {
    const page = await browser.newPage()
    await openShop(world, page, name, `warm.${name}`)
    shops.push({ technique: name, page })
    made.set(name, [])
  }
  await unit.fault.begin(world)
  for (let round = 0; round < unit.clicks; round++) {
    say(`click ${round + 1} of ${unit.clicks}`)
    for (const { technique, page } of round % 2 === 0 ? shops : shops.toReversed()) {
      const click = world.nameClick(technique)
      await page.activate()
      await page.evaluate(nextClick(technique, click, world.page))
      const openedAt = Date.now()
      const press = () => page.click(LINK_AT, byTarget ? {} : { modifiers: ['ctrl'] })
      made.get(technique)!.push({ click, openedAt, arrival: await clickAndWait(world, click, press) })
      await closeDestinations(browser)
    }
  }
  await sleep(unit.fault.settleMs)
  await world.heal()
  const clicks = [...made].filter(([name]) => name !== 'none').flatMap(([, list]) => list.map(({ click }) => click))
  await untilAllCame(world, clicks, RECOVERS_WITHIN_MS)
  return finish(world, unit, browser, shops[0]!.page, made)
}

async function closeDestinations(browser: Browser): Promise<void> {
  for (const page of await browser.pages()) {
    const url = await page.url().catch(() => '')
    if (url.includes('destination.localhost')) await page.close()
  }
}
