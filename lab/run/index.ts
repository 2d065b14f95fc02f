// The matrix: plans its cells, runs them in namespaces, several browsers side by side, and keeps what was measured as it comes.
// Comes from: lab/main.ts, test/browsers. Goes to: lab/results, lab/report.
import type { Unit } from './cell.ts'
import { type Watch, work } from './crew.ts'
import { Turnstile } from './turns.ts'

export { type Cell, keyOf, type Unit } from './cell.ts'
export { type Choice, checkChoice, plan } from './matrix.ts'
export { Progress } from './progress.ts'
export { openResults } from './results.ts'

/** A browser that doesn't start or a page that doesn't become ready gets another chance. */
const TRIES = 2

/**
 * Runs the units, `jobs` browsers at a time, in their order. Resolves when all are done; a unit that fails twice is told to `watch`
 * and left out.
 */
export async function runUnits(units: readonly Unit[], jobs: number, watch: Watch): Promise<void> {
  const turns = new Turnstile()
  const queue = units.map((unit) => ({ unit, tries: 0 }))
  const begun = new Map<Unit, (typeof queue)[number]>()
  const next = (): Unit | undefined => {
    const entry = queue.shift()
    if (!entry) return undefined
    entry.tries++
    begun.set(entry.unit, entry)
    return entry.unit
  }
  const careful: Watch = {
    ...watch,
    over: (unit, failed) => {
      const entry = begun.get(unit)!
      if (failed && entry.tries < TRIES) queue.push(entry)
      else watch.over(unit, failed)
    },
  }
  const keepWorking = async (): Promise<void> => {
    while (queue.length > 0) await work(next, turns, careful)
  }
  await Promise.all(Array.from({ length: Math.min(jobs, units.length) }, keepWorking))
}
