// How complete figures are right now, for everybody who may read them: numbers alone, no name and no address of a machine.
import { isProbeLate } from './problems.ts'
import type { Watch } from './watch.ts'

export interface FreshnessNow {
  /** How far reports are behind, milliseconds: new events, and a backlog (0: none). */
  lagMs: number
  backlogMs: number
  collectors: {
    /** Those that are looked at. */
    watched: number
    /** Of them, those that take nothing right now. */
    away: number
    /** Of the others, those whose synthetic clicks have not come into the reports for a while. */
    behind: number
  }
}

export function freshnessOf(watch: Pick<Watch, 'now' | 'loader' | 'collectors'>): FreshnessNow {
  const { lagMs, backlogMs } = watch.loader()
  const collectors = watch.collectors()
  const there = collectors.filter(({ state }) => state === 'ready' || state === 'unknown')
  return {
    lagMs,
    backlogMs,
    collectors: {
      watched: collectors.length,
      away: collectors.length - there.length,
      behind: there.filter(({ probe }) => isProbeLate(probe, watch.now())).length,
    },
  }
}
