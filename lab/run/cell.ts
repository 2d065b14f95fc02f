// What a cell of the matrix is and what was measured in it.
import type { Engine } from '../drivers/index.ts'
import type { Fault } from '../faults/index.ts'
import type { Technique } from '../techniques/index.ts'

/** Where the link leads: to another site, to the shop itself, or to a new tab while the page stays open. */
export type Destination = 'cross-site' | 'same-site' | 'stays'
export const DESTINATIONS: readonly Destination[] = ['cross-site', 'same-site', 'stays']

export interface CellName {
  engine: Engine
  fault: string
  destination: Destination
  technique: string
}

export interface Cell extends CellName {
  version: string
  /** Which tag it was, for Wayside's own techniques (`tagMark`); absent for all others, and in cells from before it was kept. */
  tag?: string
  /** ISO 8601, when the cell was finished. */
  at: string
  clicks: number
  /** Clicks whose destination was asked for within the lab's patience. */
  arrived: number
  /** Clicks that the collector had before the destination was asked for. */
  beforeGone: number
  /** Clicks that it had before the visitor came back to a page of the shop. */
  beforeReturn: number
  /** Clicks that it had in the end: the fault was over, and the visitor had seen one more page. */
  inTheEnd: number
  /** Copies beyond the first, of all clicks together. */
  copies: number
  /** Arrivals of the click that arrived most often. */
  mostCopies?: number
  /** Load average of the machine over the last minute when the cell was finished. */
  load?: number
  /** From the click to the destination's request, milliseconds, one number a click that arrived. */
  delaysMs: number[]
  /** The same of the untracked link, in the same minutes of the same browser; absent where none was clicked. */
  untrackedMs?: number[]
  /** Round by round, the tracked click's delay less the untracked one's of the same round; absent for the untracked link itself. */
  addedMs?: number[]
}

/** What runs in one go, in one browser. */
export interface Unit {
  engine: Engine
  fault: Fault
  destination: Destination
  techniques: readonly Technique[]
  clicks: number
}

export const keyOf = ({ engine, fault, destination, technique }: CellName): string =>
  [engine, fault, destination, technique].join(' ')
