// Finishes what a crash or a failure left half in the store, before anything else is read: until then the books cannot be told.
// Promises: the same records make the same rows, under the same token where they fit into one load, so what is in already costs little;
// records that are no longer anywhere hold nothing back. Does not: move a checkpoint; the loader may read these records once more.
import { basename, join } from 'node:path'
import { DAMAGE_PATIENCE_MS, type LogRecord, listLogs, openReader } from '../log/index.ts'
import { type Disk, sleep, systemDisk } from '../platform/index.ts'
import type { Covered, Store } from '../store/index.ts'
import { LOAD_BYTES_MAX } from './limits.ts'
import { Load } from './load.ts'
import type { LoaderOptions } from './loader.ts'
import { replayRecords } from './quarantine.ts'
import type { TokenOf } from './tokens.ts'

/** Put in again all that is left half in. @throws what made it fail; begin again then */
export async function finishHalf(options: LoaderOptions, tokenOf: TokenOf): Promise<void> {
  const { store, siteOf } = options
  let load: Load | undefined
  for (;;) {
    // Under the lock nothing is going in: what is left then was cut short.
    const half = await store.alone(async () => store.half())
    if (half.length === 0) return
    load ??= new Load(siteOf, tokenOf)
    const replay = half.find(({ isReplay }) => isReplay)
    if (replay) await replayRecords(store, load, replay.log, sequencesOf(half, replay.log))
    else await loadAgain(options, load, half)
  }
}

/** Are there replays of the quarantine that nobody else will repeat? Also while one runs. */
export function hasReplay(store: Store): boolean {
  return store.half().some(({ isReplay }) => isReplay)
}

/** Those of one log. They were noted one by one. */
function sequencesOf(half: readonly Covered[], log: string): number[] {
  return half.filter((of) => of.isReplay && of.log === log).map(({ first }) => first)
}

/** As much from the logs as one load holds. */
async function loadAgain({ logRoot, store, disk }: LoaderOptions, load: Load, half: readonly Covered[]): Promise<void> {
  load.clear()
  let left = LOAD_BYTES_MAX
  for (const covered of half) {
    if (left <= 0) break
    const { records, last } = await readStretch(logRoot, covered, left, disk ?? systemDisk)
    load.cover(covered.log, covered.first, last)
    for (const { sequence, body } of records) {
      load.add(covered.log, sequence, body)
      left -= body.length
    }
  }
  await store.load(load.covered, () => load.insertInto(store))
}

/** @returns the records of a stretch that fit, and how far they go */
async function readStretch(
  root: string,
  { log, first, last }: Covered,
  bytesMax: number,
  disk: Disk,
): Promise<{ records: LogRecord[]; last: number }> {
  const folder = join(root, log)
  if (!listLogs(root, disk).some((each) => basename(each) === log)) return { records: [], last }
  const reader = openReader({ folder, after: first - 1, disk })
  const records: LogRecord[] = []
  try {
    for (let left = bytesMax, isPatient = true; left > 0; ) {
      const found = await reader.read(left)
      if (found.length === 0 && !isPatient) return { records, last }
      // Damage in the newest segment is passed over only when it stays.
      if (found.length === 0) await sleep(2 * DAMAGE_PATIENCE_MS)
      isPatient = found.length > 0
      records.push(...found.filter(({ sequence }) => sequence <= last))
      if ((found.at(-1)?.sequence ?? 0) >= last) return { records, last }
      for (const { body } of found) left -= body.length
    }
  } finally {
    reader.close()
  }
  return { records, last: records.at(-1)!.sequence }
}
