// The visitor leaves by the click, as most do: the techniques take turns, click by click.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '../drivers/index.ts'
import type { Technique } from '../techniques/index.ts'
import type { World } from '../world/index.ts'
import type { Cell, Unit } from './cell.ts'
import type { Made } from './count.ts'
import { finish } from './finish.ts'
import { clickOnce, openShop } from './visit.ts'

/** Clicks of a technique that waits for a collector that never answers: each costs the whole patience. */
const ENDLESS_CLICKS = 5

export async function runLeaving(
  world: World,
  unit: Unit,
  browser: Browser,
  say: (text: string) => void,
): Promise<Cell[]> {
  const page = await browser.newPage()
  for (const { name } of unit.techniques) await openShop(world, page, name, `warm.${name}`)
  await unit.fault.begin(world)
  const made = new Map<string, Made[]>(unit.techniques.map(({ name }) => [name, []]))
  for (let round = 0; round < unit.clicks; round++) {
    say(`click ${round + 1} of ${unit.clicks}`)
    for (const technique of inOrder(unit.techniques, round)) {
      if (technique.waits && (unit.fault.endless || unit.fault.outage) && round >= ENDLESS_CLICKS) continue
      const before = made.get(technique.name)!
      await calm(unit, before.at(-1))
      before.push(await clickOnce(world, page, technique.name, world.nameClick(technique.name)))
    }
  }
  return finish(world, unit, browser, page, made)
}

/**
 * Another order each round; the untracked link stays beside the first of Wayside's, before and after it by turns, so that the pair that the
 * lab judges by is clicked within two seconds.
 */
export function inOrder(techniques: readonly Technique[], round: number): Technique[] {
  const [untracked, ...others] = techniques
  const order = others.map((_, index) => others[(index + round) % others.length]!)
  const ours = order.findIndex(({ name }) => name.startsWith('wayside'))
  return order.toSpliced(Math.max(0, ours) + (round % 2), 0, untracked!)
}

/** What a click has sent may arrive before its shop is opened again; in an outage nothing can. */
async function calm({ fault }: Unit, last: Made | undefined): Promise<void> {
  if (fault.outage || !last?.arrival) return
  await sleep(Math.max(0, last.arrival.arrivedAt + fault.settleMs - Date.now()))
}
