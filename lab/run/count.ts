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

type Figures = Pick<
  Cell,
  'clicks' | 'arrived' | 'beforeGone' | 'beforeReturn' | 'inTheEnd' | 'copies' | 'mostCopies' | 'delaysMs'
>

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
    mostCopies: 0,
    delaysMs: [],
  }
  for (const { click, openedAt, arrival } of made) {
    const copies = copiesOf.get(click) ?? []
    const first = Math.min(...copies.map(({ at }) => at))
    const nextView = pageStays ? returnedAt : (views.find((at) => at > openedAt) ?? returnedAt)
    if (arrival) figures.arrived++
    if (arrival) figures.delaysMs.push(delayOf(arrival))
    if (first <= (arrival?.arrivedAt ?? 0)) figures.beforeGone++
    if (first < nextView) figures.beforeReturn++
    if (copies.length > 0) figures.inTheEnd++
    figures.copies += Math.max(0, copies.length - 1)
    figures.mostCopies = Math.max(figures.mostCopies!, copies.length)
  }
  return figures
}

const delayOf = ({ arrivedAt, clickedAt }: Arrival): number => arrivedAt - clickedAt

/** The delays of a tracked link beside those of the untracked one; both made their nth click in the same round. */
export function compare(tracked: readonly Made[], untracked: readonly Made[]): Pick<Cell, 'untrackedMs' | 'addedMs'> {
  return {
    untrackedMs: untracked.flatMap(({ arrival }) => (arrival ? [delayOf(arrival)] : [])),
    addedMs: tracked.flatMap(({ arrival }, round) => {
      const beside = untracked[round]?.arrival
      return arrival && beside ? [delayOf(arrival) - delayOf(beside)] : []
    }),
  }
}

/** Waits until the collector has every click, or the time is over. */
export async function untilAllCame(world: World, clicks: readonly string[], timeoutMs: number): Promise<void> {
  for (const until = Date.now() + timeoutMs; Date.now() < until; ) {
    const came = new Set(world.collector.receipts.map(({ click }) => click))
    if (clicks.every((click) => came.has(click))) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
