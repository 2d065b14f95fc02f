// What a log's folder says about the last run: where to go on, and what a crash left behind.
// Promises: changes nothing but the zeros at the end of the last segment; every whole record stays, every number is used once.
import { type Disk, type DiskFile, systemDisk } from '../platform/index.ts'
import { checkpointRange } from './checkpoint.ts'
import { SegmentUnreadable } from './errors.ts'
import { decodeHeader, FRAME_BYTES, HEADER_BYTES, type SegmentHeader } from './format.ts'
import { CRASH_SEQUENCE_GAP } from './limits.ts'
import { listSegments, type SegmentName } from './names.ts'
import { type Damage, Scan, type ScannedRecord, type Stop } from './scan.ts'

/** The header of an open segment. @throws SegmentUnreadable */
export function readHeader(file: DiskFile, path: string): SegmentHeader {
  const bytes = Buffer.alloc(HEADER_BYTES)
  return decodeHeader(bytes.subarray(0, file.read(bytes, HEADER_BYTES, 0)), path)
}

/** What one segment holds, from its first byte to its last. */
export interface SegmentSurvey {
  records: number
  bodyBytes: number
  last: number
  /** Where the last whole record ends. */
  end: number
  sealed: boolean
  damage: Damage[]
}

/** Walk a whole segment, past all damage. `each` sees every record. */
export function survey(file: DiskFile, header: SegmentHeader, each?: (record: ScannedRecord) => void): SegmentSurvey {
  const scan = new Scan(file, header.salt, HEADER_BYTES, header.first - 1)
  const found: SegmentSurvey = { records: 0, bodyBytes: 0, last: 0, end: HEADER_BYTES, sealed: false, damage: [] }
  for (;;) {
    const records: ScannedRecord[] = []
    const stop: Stop = scan.take(2 ** 20, records)
    for (const record of records) {
      found.records++
      found.bodyBytes += record.body.length
      found.last = record.sequence
      each?.(record)
    }
    found.end = scan.offset
    if (stop === 'enough') continue
    found.sealed = stop === 'sealed'
    if (stop === 'sealed' || stop === 'end') return found
    const damage = scan.skip()
    if (damage) {
      found.damage.push(damage)
      continue
    }
    const rest = stop === 'zeros' && scan.remains() === 0 ? 0 : scan.remains()
    if (rest > 0) found.damage.push({ offset: scan.offset, bytes: rest, after: scan.last })
    return found
  }
}

export interface Recovery {
  /** The first sequence that may be given out now. */
  next: number
  /** Highest sequence that may have been acknowledged. */
  acknowledged: number
  /** The last run ended without closing the log. */
  unclean: boolean
  /** What was broken in the last segment: writes that a crash cut off, never acknowledged, or a bad disk. */
  damage: Damage[]
}

/** Read the last segment of a folder and cut the zeros after its last byte. @throws SegmentUnreadable when a later version wrote it. */
export function recover(folder: string, disk: Disk = systemDisk): Recovery {
  const checkpoint = checkpointRange(folder, disk)?.high ?? 0
  const newest = listSegments(folder, disk).at(-1)
  if (!newest) return { next: checkpoint + 1, acknowledged: checkpoint, unclean: false, damage: [] }
  const { last, sealed, damage } = recoverSegment(newest, disk)
  const acknowledged = Math.max(checkpoint, last)
  return { next: acknowledged + 1 + (sealed ? 0 : CRASH_SEQUENCE_GAP), acknowledged, unclean: !sealed, damage }
}

function recoverSegment({ path, first }: SegmentName, disk: Disk): { last: number; sealed: boolean; damage: Damage[] } {
  const file = disk.open(path, true)
  if (!file) return { last: first - 1, sealed: false, damage: [] }
  try {
    const header = readHeader(file, path)
    const { last, sealed, end, damage } = survey(file, header)
    const tail = damage.at(-1)
    const used = tail && tail.offset >= end ? tail.offset + tail.bytes : end
    if (!sealed && used < file.bytes()) file.truncate(used)
    return { last: Math.max(last, header.acknowledged, first - 1), sealed, damage }
  } catch (error) {
    if (!(error instanceof SegmentUnreadable) || error.newer) throw error
    const bytes = file.bytes()
    // Nobody can say which numbers it held: leave out as many as fit.
    const last = first + Math.ceil(bytes / FRAME_BYTES)
    return { last, sealed: false, damage: [{ offset: 0, bytes, after: first - 1 }] }
  } finally {
    file.close()
  }
}
