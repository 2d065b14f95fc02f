// Silence alarms: a site from which less comes than usual for this hour of the week.
// Usual is the median of the same hour in the last four weeks. The alarm is raised when what came would be rarer than 1 in 1,000 even if the site
// had fallen to half its usual level (Poisson): small sites are noisy, and half is a quiet day, not a fault. Does not: know of holidays.
import type { Store } from '../store/index.ts'
import { SILENCE_CHANCE, SILENCE_SHARE, SILENCE_WEEKS_MIN } from './limits.ts'
import { sitesClause } from './range.ts'

export type LevelState = 'usual' | 'low' | 'silent' | 'new'

export interface SiteLevel {
  site: string
  /** Things received within the last hour: events, copies and all. */
  observed: number
  /** Of the same hour in the weeks before; null for sites that are younger than two weeks. */
  usual: number | null
  /** `low` and `silent` are alarms. */
  state: LevelState
  /** ISO 8601; empty when nothing came within four weeks. */
  lastAt: string
}

interface Row {
  site: string
  firstAt: number
  lastAt: number
  observed: number
  weeks: number[]
}

const WEEK_MS = 604_800_000

/** The level of each site at a time, milliseconds. */
export async function siteLevels(store: Store, sites: readonly string[], now: number): Promise<SiteLevel[]> {
  if (sites.length === 0) return []
  const clause = sitesClause(sites)
  const rows = await store.select<Row>('siteLevels', { now, sites: clause.sites }, { site: clause.place })
  return sites.map((site) => {
    const row = rows.find((candidate) => candidate.site === site)
    if (!row) return { site, observed: 0, usual: null, state: 'new', lastAt: '' }
    // A week counts when the site was there by the end of its hour.
    const past = row.weeks.filter((_, at) => row.firstAt <= now - (at + 1) * WEEK_MS)
    const usual = past.length < SILENCE_WEEKS_MIN ? null : median(past)
    const state = levelState(row.observed, usual)
    return { site, observed: row.observed, usual, state, lastAt: new Date(row.lastAt).toISOString() }
  })
}

/** Is a site’s level an alarm? */
export function isAlarm({ state }: Pick<SiteLevel, 'state'>): boolean {
  return state === 'low' || state === 'silent'
}

export function levelState(observed: number, usual: number | null): LevelState {
  if (usual === null) return 'new'
  const half = usual * SILENCE_SHARE
  if (observed >= half || poissonUpTo(observed, half) >= SILENCE_CHANCE) return 'usual'
  return observed === 0 ? 'silent' : 'low'
}

/** The chance of at most `count` where `mean` are expected. In logarithms: means of thousands would underflow. */
function poissonUpTo(count: number, mean: number): number {
  let sum = 0
  let log = -mean
  for (let k = 0; k <= count; k++) {
    if (k > 0) log += Math.log(mean / k)
    sum += Math.exp(log)
  }
  return sum
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2
}
