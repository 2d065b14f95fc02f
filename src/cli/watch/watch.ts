// Watches what the health view tells: each collector once a minute, the levels of sites every few minutes, the books.
import type { CollectorState, Watch } from '../../api/index.ts'
import { PROBE_SITE } from '../../event/index.ts'
import type { Loader } from '../../loader/index.ts'
import { type Clock, pause, systemClock, systemDisk } from '../../platform/index.ts'
import { findEvent, logEnds, type SelfCheck, type SiteLevel, siteLevels } from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import { look, unseen } from './collector.ts'
import { Counters } from './counters.ts'

/** A synthetic click goes through each collector this often, milliseconds. */
const LOOK_EVERY_MS = 60_000
/** Levels are of the last hour: a few minutes change little. */
const LEVELS_EVERY_MS = 120_000

export interface WatchOptions {
  /** Where pages reach the collectors. */
  collectors: readonly string[]
  store: Store
  loader: Pick<Loader, 'figures'>
  /** The data folder. */
  folder: string
  checked: () => SelfCheck | undefined
  clock?: Clock
  everyMs?: number
}

/** Start watching. `stop` ends every wait. */
export function startWatch(options: WatchOptions): Watch & { stop(): Promise<void> } {
  const { store, loader, folder, checked, clock = systemClock, everyMs = LOOK_EVERY_MS } = options
  const states = new Map<string, CollectorState>(options.collectors.map((url) => [url, unseen(url)]))
  const stopping = new AbortController()
  const sight = {
    clock,
    stopping: stopping.signal,
    isCounted: async (id: string) => (await findEvent(store, id, [PROBE_SITE])) !== undefined,
  }
  const keep = async (url: string): Promise<void> => {
    const counters = new Counters()
    while (!stopping.signal.aborted) {
      const began = clock.monotonic()
      await look(states.get(url)!, { ...sight, counters }, (state) => states.set(url, state))
      await pause(Math.max(0, everyMs - (clock.monotonic() - began)), stopping.signal)
    }
  }
  const loops = options.collectors.map(keep)
  return {
    now: clock.now,
    loader: () => {
      const { watermark, loads: _, ...figures } = loader.figures()
      return { ...figures, watermark: watermark > 0 ? new Date(watermark).toISOString() : '' }
    },
    collectors: () => [...states.values()],
    freeBytes: () => systemDisk.freeBytes(folder),
    books: () => {
      const found = checked()
      return found && { unaccounted: found.unaccounted, unmatched: found.unmatched }
    },
    logs: () => logEnds(store),
    levels: remembered((sites) => siteLevels(store, sites, clock.now()), clock),
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

/** The levels of all sites that were asked about lately, asked for again only when they are old or a site is new. */
function remembered(
  ask: (sites: readonly string[]) => Promise<SiteLevel[]>,
  clock: Clock,
): (sites: readonly string[]) => Promise<SiteLevel[]> {
  let at = Number.NEGATIVE_INFINITY
  let known = new Map<string, SiteLevel>()
  return async (sites) => {
    if (clock.monotonic() - at > LEVELS_EVERY_MS) known = new Map()
    if (sites.some((site) => !known.has(site))) {
      if (known.size === 0) at = clock.monotonic()
      const missing = sites.filter((site) => !known.has(site))
      for (const level of await ask(missing)) known.set(level.site, level)
    }
    return sites.flatMap((site) => known.get(site) ?? [])
  }
}
