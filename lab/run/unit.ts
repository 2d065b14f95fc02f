// A unit is one engine, one fault and one destination; its techniques take turns, click by click, so that every one of them, and the
// untracked link, meets the same load of the machine. Each technique has an origin of its own; each page a collector host of its own.
import { launch } from '../drivers/index.ts'
import type { World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import { runEndings } from './endings.ts'
import { runLeaving } from './leaving.ts'
import { runStaying } from './staying.ts'
import { inTurn } from './turns.ts'
import { LAUNCH_TURN_MS } from './visit.ts'

/** Runs a unit in its world and returns its cells, one a technique. */
export async function runUnit(world: World, unit: Unit, say: (text: string) => void): Promise<Cell[]> {
  world.collector.receipts.length = 0
  const blocked = unit.fault.storageBlocked ?? false
  world.page = {
    ...world.page,
    destination: unit.destination === 'same-site' ? 'same-site' : 'cross-site',
    newTab: false,
    // WebKit has no such setting, so there the page makes every access throw.
    storageBlocked: blocked && unit.engine === 'webkit',
  }
  if (unit.fault.ending) return runEndings(world, unit, say)
  const browser = await inTurn(
    'load',
    () => launch(unit.engine, { blockStorage: blocked && unit.engine !== 'webkit' }),
    LAUNCH_TURN_MS,
  )
  try {
    return await (unit.destination === 'stays'
      ? runStaying(world, unit, browser, say)
      : runLeaving(world, unit, browser, say))
  } finally {
    await world.heal()
    await browser.close()
  }
}
