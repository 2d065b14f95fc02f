// How far each reader has come, and the segments that nobody needs any more.
// Promises: a checkpoint is the old or the new one after a crash; a segment goes only when every reader is past it.
import { type Disk, systemDisk } from '../platform/index.ts'
import { checkpointPath, listReaders, listSegments } from './names.ts'

/** The last sequence that a reader has done with; 0 when it has none yet. */
export function readCheckpoint(folder: string, reader: string, disk: Disk = systemDisk): number {
  const text = disk.readText(checkpointPath(folder, reader))
  if (text === undefined) return 0
  const sequence = Number(text)
  if (!/^\d+\n$/.test(text) || !Number.isSafeInteger(sequence))
    throw new Error(
      `${checkpointPath(folder, reader)} does not hold a sequence. Delete it to read the log from its start.`,
    )
  return sequence
}

/** Remember how far a reader has come. Durable when it returns. */
export function writeCheckpoint(folder: string, reader: string, sequence: number, disk: Disk = systemDisk): void {
  disk.writeTextAtomic(checkpointPath(folder, reader), `${sequence}\n`)
}

/** The lowest and the highest checkpoint of a log; undefined when nobody reads it. */
export function checkpointRange(folder: string, disk: Disk = systemDisk): { low: number; high: number } | undefined {
  const all = listReaders(folder, disk).map((reader) => readCheckpoint(folder, reader, disk))
  return all.length === 0 ? undefined : { low: Math.min(...all), high: Math.max(...all) }
}

/**
 * Delete the segments whose every record lies at or below every reader's checkpoint. The newest segment always stays, and so
 * does everything while nobody has a checkpoint. @returns how many went.
 */
export function deleteReadSegments(folder: string, disk: Disk = systemDisk): number {
  const low = checkpointRange(folder, disk)?.low ?? 0
  const segments = listSegments(folder, disk)
  let gone = 0
  for (const [at, segment] of segments.entries()) {
    const next = segments[at + 1]
    if (!next || next.first - 1 > low) break
    disk.remove(segment.path)
    gone++
  }
  if (gone > 0) disk.syncFolder(folder)
  return gone
}
