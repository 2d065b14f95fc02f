// The end of a unit: what was sent may arrive, the fault ends, every technique gets one more page view, and the clicks are counted.
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from '../drivers/index.ts'
import { returnOf, type World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { compare, countCell, type Made, untilAllCame } from './count.ts'
import { openShop } from './visit.ts'

/** How long the one more page view may take to deliver what was left. */
const RETURN_WITHIN_MS = 4_000
/** The same for techniques that keep nothing: only what the browser itself still sends can come. */
const CALM_MS = 700

export async function finish(
  world: World,
  unit: Unit,
  browser: Browser,
  page: Page,
  made: ReadonlyMap<string, readonly Made[]>,
): Promise<Cell[]> {
  await sleep(unit.fault.settleMs)
  await world.heal()
  const cells: Cell[] = []
  await page.activate()
  const untracked = made.get('none')
  for (const technique of unit.techniques) {
    const { name } = technique
    const clicks = made.get(name)!
    const returnedAt = Date.now()
    if (name !== 'none') {
      await openShop(world, page, name, returnOf(name))
      await untilAllCame(
        world,
        clicks.map(({ click }) => click),
        technique.keeps ? RETURN_WITHIN_MS : CALM_MS,
      )
    }
    cells.push({
      engine: unit.engine,
      version: browser.version,
      fault: unit.fault.name,
      destination: unit.destination,
      technique: name,
      at: new Date().toISOString(),
      load: loadavg()[0]!,
      ...(untracked && name !== 'none' && compare(clicks, untracked)),
      ...countCell(world, name, clicks, returnedAt, unit.destination === 'stays'),
    })
  }
  return cells
}
