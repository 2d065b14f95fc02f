// From what the servers saw to the figures of a cell.
import type { Arrival, World } from '../world/index.ts'
import type { Cell } from './cell.ts'

/** One click as made: its name and where it got to, if it did. */
export interface Made {
  click: string
  /** When the shop's page with the link was asked for. */
  openedAt: number
  arrival: Arrival | undefined
}

type Figures = Pick<Cell, 'clicks' | 'arrived' | 'beforeGone' | 'beforeReturn' | 'inTheEnd' | 'copies' | 'delaysMs'>

/** @param pageStays the visitor never left, so that only what came before `returnedAt` counts as before the return. */
export function countCell(
  world: World,
  technique: string,
  made: readonly Made[],
  returnedAt: number,
  pageStays = false,
): Figures {
  const copiesOf = Map.groupBy(world.collector.receipts, ({ click }) => click)
  const views = world.shop.pageViews.get(technique) ?? []
  const figures: Figures = {
    clicks: made.length,
    arrived: 0,
    beforeGone: 0,
    beforeReturn: 0,
    inTheEnd: 0,
    copies: 0,
    delaysMs: [],
  }
  for (const { click, openedAt, arrival } of made) {
    const copies = copiesOf.get(click) ?? []
    const first = Math.min(...copies.map(({ at }) => at))
    const nextView = pageStays ? returnedAt : (views.find((at) => at > openedAt) ?? returnedAt)
    if (arrival) figures.arrived++
    if (arrival) figures.delaysMs.push(arrival.arrivedAt - arrival.clickedAt)
    if (first <= (arrival?.arrivedAt ?? 0)) figures.beforeGone++
    if (first < nextView) figures.beforeReturn++
    if (copies.length > 0) figures.inTheEnd++
    figures.copies += Math.max(0, copies.length - 1)
  }
  return figures
}

/** Waits until the collector has every click, or the time is over. */
export async function untilAllCame(world: World, clicks: readonly string[], timeoutMs: number): Promise<void> {
  for (const until = Date.now() + timeoutMs; Date.now() < until; ) {
    const came = new Set(world.collector.receipts.map(({ click }) => click))
    if (clicks.every((click) => came.has(click))) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
