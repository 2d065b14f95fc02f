// One visit to the shop: open a page, wait until it is ready, click the link, wait for its destination.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '../drivers/index.ts'
import { type Arrival, shopPage, type World } from '../world/index.ts'
import type { Made } from './count.ts'
import { inTurn } from './turns.ts'

/** Where the driver clicks: inside the link's box. */
export const LINK_AT: { x: number; y: number } = { x: 100, y: 60 }
/** A destination that wasn't asked for by then counts as never reached. */
export const PATIENCE_MS = 5_000
/** A page that isn't ready by then is opened once more. */
const READY_WITHIN_MS = 6_000
/** Nobody clicks in the instant in which a page becomes ready, while what it sends on arrival is still under way. */
const LOOKS_MS = 500
/** Firefox loses a navigation that is asked for within milliseconds of the page's own. */
const CALM_MS = 60
/** The destination's page loads before another browser has its turn. */
const LOADS_MS = 20
/** The longest turn: a page or a click that takes longer goes on without it. */
const TURN_MS = 1_000
/** A browser's start keeps both cores busy. */
export const LAUNCH_TURN_MS = 5_000

/** Opens a page of the shop and waits until it says that it is ready. Resolves to when the server was asked for it. */
export async function openShop(world: World, page: Page, technique: string, click: string): Promise<number> {
  for (let tries = 0; tries < 3; tries++) {
    const askedAt = Date.now()
    const ready = await inTurn(
      'load',
      async () => {
        await page.goto(shopPage(technique, click), { waitMs: 0 })
        return world.shop.ready.wait(click, READY_WITHIN_MS)
      },
      TURN_MS,
    )
    if (ready !== undefined) {
      world.shop.ready.forget(click)
      return (world.shop.pageViews.get(technique) ?? []).at(-1) ?? askedAt
    }
  }
  throw new Error(`The page of ${technique} did not become ready.`)
}

/** Clicks in a turn of its own and waits until the destination is asked for; the destination may then load in peace. */
export function clickAndWait(world: World, click: string, press: () => Promise<void>): Promise<Arrival | undefined> {
  return inTurn(
    'click',
    async () => {
      await press()
      const arrival = await world.shop.arrivals.wait(click, PATIENCE_MS)
      await sleep(LOADS_MS)
      return arrival
    },
    TURN_MS,
  )
}

/** One click on a page of its own. */
export async function clickOnce(world: World, page: Page, technique: string, click: string): Promise<Made> {
  const openedAt = await openShop(world, page, technique, click)
  await sleep(LOOKS_MS)
  const arrival = await clickAndWait(world, click, () => page.click(LINK_AT))
  await sleep(CALM_MS)
  return { click, openedAt, arrival }
}
