// Keeps the rolled-up tables up to date beside the loader: a few slices every UPKEEP_PAUSE_MS, and now and then what nobody reads any more.
// Promises: stops within a turn; a failure is told and tried again. Answers do not wait for it: they are exact without it, only slower. It lets
// those go first that somebody waits for, for a while.
import { pause } from '../platform/index.ts'
import { UPKEEP_LOOK_MS, UPKEEP_PAUSE_MS, UPKEEP_WAIT_MS_MAX } from './limits.ts'
import { Rebuilder } from './rebuild.ts'
import type { Store } from './store.ts'

export interface Upkeep {
  stop(): Promise<void>
}

/** Start it. @param onTrouble told what failed */
export function startUpkeep(store: Store, onTrouble: (error: Error) => void = () => undefined): Upkeep {
  const stopping = new AbortController()
  const { signal } = stopping
  const loop = run(store, signal, onTrouble)
  return {
    async stop() {
      stopping.abort()
      await loop
    },
  }
}

async function run(store: Store, signal: AbortSignal, onTrouble: (error: Error) => void): Promise<void> {
  const rebuilder = new Rebuilder(store)
  while (!signal.aborted) {
    await pause(UPKEEP_PAUSE_MS, signal)
    for (let waitedMs = 0; store.isAsked() && waitedMs < UPKEEP_WAIT_MS_MAX; waitedMs += UPKEEP_LOOK_MS)
      await pause(UPKEEP_LOOK_MS, signal)
    try {
      while (!signal.aborted && (await rebuilder.turn())) {}
      if (!signal.aborted) await rebuilder.clean()
    } catch (error) {
      onTrouble(error as Error)
    }
  }
}
