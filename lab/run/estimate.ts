// How long units will take, so that a run can say at its start when it will end and on its way how much is left.
import type { Unit } from './cell.ts'

/** Measured on two cores, milliseconds: what a click costs its own browser, and of that what no other browser may share. */
const CLICK_MS = 1_050
const CLICK_TURN_MS = 310
/** Start and end of the browser, first and last pages. */
const UNIT_MS = 6_000
const TECHNIQUE_MS = 1_200
/** Four tabs a round, and two starts of the browser. */
const ENDING_CLICK_MS = 3_000
/** A visitor who waits for ever, five times. */
const ENDLESS_MS = 25_000

function alone({ fault, techniques, clicks, destination }: Unit): number {
  const waiting = techniques.filter(({ waits }) => waits && (fault.outage || fault.endless)).length
  const perClick = fault.ending ? ENDING_CLICK_MS : CLICK_MS
  const recovery = destination === 'stays' ? 5_000 : 0
  return UNIT_MS + recovery + techniques.length * (TECHNIQUE_MS + clicks * perClick) + waiting * ENDLESS_MS
}

const turns = ({ techniques, clicks }: Unit): number => techniques.length * clicks * CLICK_TURN_MS

/** Milliseconds for all of them, `jobs` at a time. */
export function estimateMs(units: readonly Unit[], jobs: number): number {
  const sum = (pick: (unit: Unit) => number) => units.reduce((total, unit) => total + pick(unit), 0)
  const longest = Math.max(0, ...units.map(alone))
  return Math.max(sum(alone) / Math.min(jobs, Math.max(1, units.length)), sum(turns), longest)
}
