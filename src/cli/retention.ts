// Retention by schedule: once a day the backend erases what is older than the config says, site by site, and leaves the proof in the store.
// Promises: nothing younger than asked goes; what went is in `erasures`, and questions about earlier times are refused (RANGE_ERASED).
// Does not: touch logs, whose segments go by themselves, or backups.

import { PROBE_SITE } from '../event/index.ts'
import { type Clock, pause, systemClock } from '../platform/index.ts'
import { countErasable, type Erasure, erase, type Store, type Subject } from '../store/index.ts'
import type { Config } from './config.ts'

const DAY_MS = 86_400_000
/** How long the backend's own synthetic clicks are kept, days: Health looks back five minutes, and whoever asks what happened, a few weeks. */
const PROBE_DAYS = 35
/** Before the first look, milliseconds: a start is busy enough. */
const FIRST_MS = 60_000

/** Erase once what is too old. @param sites all that there are @returns the proofs */
export async function retain(
  store: Store,
  config: Config,
  sites: readonly string[],
  clock: Clock = systemClock,
): Promise<Erasure[]> {
  const proofs: Erasure[] = []
  for (const [at, subject] of subjectsOf(config, sites, clock.now()).entries()) {
    // Erasing rewrites parts of tables: not for nothing.
    if ((await countErasable(store, subject)) > 0) {
      // A proof is known by its time.
      proofs.push(await erase(store, subject, { ...clock, now: () => clock.now() + at }))
    }
  }
  return proofs
}

interface Told {
  /** Of each erasure. */
  onDone(proof: Erasure): void
  /** Of what failed; the next day tries again. */
  onTrouble(error: Error): void
}

/** Do so every day until stopped. */
export function startRetention(
  store: Store,
  config: Config,
  sites: () => string[],
  { onDone, onTrouble }: Told,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    for (let pauseMs = FIRST_MS; ; pauseMs = DAY_MS) {
      await pause(pauseMs, stopping.signal)
      if (stopping.signal.aborted) return
      try {
        for (const proof of await retain(store, config, sites())) onDone(proof)
      } catch (error) {
        onTrouble(error as Error)
      }
    }
  }
  const loop = run()
  return {
    async stop() {
      stopping.abort()
      await loop
    },
  }
}

/** Whole days of UTC, so that a day is there or not. A site's own setting stands above the one for all. */
function subjectsOf(config: Config, sites: readonly string[], now: number): Extract<Subject, { kind: 'before' }>[] {
  const before = (days: number): number => Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS
  const all = config.retentionDays
  const own = Object.values(config.sites).some(({ retentionDays }) => retentionDays !== undefined)
  const probes = { kind: 'before' as const, site: PROBE_SITE, before: before(PROBE_DAYS) }
  if (!own) return [probes, ...(all === undefined ? [] : [{ kind: 'before' as const, before: before(all) }])]
  // The empty name is what could be read as no site's.
  const named = [...new Set([...sites, ''])].flatMap((site) => {
    const days = config.sites[site]?.retentionDays ?? all
    return days === undefined ? [] : [{ kind: 'before' as const, site, before: before(days) }]
  })
  return [probes, ...named]
}
