// One visit to the shop: open a page, wait until it is ready, click the link, wait for its destination.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '../drivers/index.ts'
import { shopPage, type World } from '../world/index.ts'
import type { Made } from './count.ts'

/** Where the driver clicks: inside the link's box. */
export const LINK_AT: { x: number; y: number } = { x: 100, y: 60 }
/** A destination that wasn't asked for by then counts as never reached. */
export const PATIENCE_MS = 5_000
/** A page that isn't ready by then is opened once more. */
const READY_WITHIN_MS = 6_000
/** Nobody clicks in the instant in which a page becomes ready, while what it sends on arrival is still under way. */
const LOOKS_MS = 500
/** Firefox loses a navigation that is asked for within milliseconds of the page's own. */
const CALM_MS = 80

/** Opens a page of the shop and waits until it says that it is ready. Resolves to when the server was asked for it. */
export async function openShop(world: World, page: Page, technique: string, click: string): Promise<number> {
  for (let tries = 0; tries < 3; tries++) {
    const askedAt = Date.now()
    await page.goto(shopPage(technique, click), { waitMs: 0 })
    if ((await world.shop.ready.wait(click, READY_WITHIN_MS)) !== undefined) {
      world.shop.ready.forget(click)
      return (world.shop.pageViews.get(technique) ?? []).at(-1) ?? askedAt
    }
  }
  throw new Error(`The page of ${technique} did not become ready.`)
}

/** One click on a page of its own. */
export async function clickOnce(world: World, page: Page, technique: string, click: string): Promise<Made> {
  const openedAt = await openShop(world, page, technique, click)
  await sleep(LOOKS_MS)
  await page.click(LINK_AT)
  const arrival = await world.shop.arrivals.wait(click, PATIENCE_MS)
  await sleep(CALM_MS)
  return { click, openedAt, arrival }
}
