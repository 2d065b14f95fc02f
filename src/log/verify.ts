// Looks at a log as an operator does: what is in each segment, what is broken, which acknowledged numbers are missing.
import { type Disk, systemDisk } from '../platform/index.ts'
import { SegmentUnreadable } from './errors.ts'
import { listSegments } from './names.ts'
import { readHeader, survey } from './recover.ts'
import type { Damage, ScannedRecord } from './scan.ts'

/** One segment as it was found. */
export interface SegmentReport {
  path: string
  fileBytes: number
  first: number
  /** Last record; `first - 1` when there is none. */
  last: number
  records: number
  bodyBytes: number
  /** Milliseconds since the Unix epoch. */
  madeAt: number
  sealed: boolean
  damage: Damage[]
  /** Acknowledged sequences that are not there: lost to damage. Numbers left out after a crash do not count. */
  missing: { from: number; to: number }[]
  /** Why it cannot be read at all. */
  unreadable?: string
}

/** Walk a whole log. `each` sees every whole record, oldest first. */
export function inspectLog(
  folder: string,
  each?: (record: ScannedRecord) => void,
  disk: Disk = systemDisk,
): SegmentReport[] {
  const reports: SegmentReport[] = []
  let before: number | undefined
  for (const { path, first } of listSegments(folder, disk)) {
    const file = disk.open(path)
    if (!file) continue
    const holes: { from: number; to: number }[] = []
    try {
      const header = readHeader(file, path)
      // Up to `acknowledged` every number was given out and kept; above it, up to `first`, none was.
      if (before !== undefined && before < header.acknowledged)
        holes.push({ from: before + 1, to: header.acknowledged })
      let next = header.first
      const { last, records, bodyBytes, sealed, damage } = survey(file, header, (record) => {
        if (record.sequence > next) holes.push({ from: next, to: record.sequence - 1 })
        next = record.sequence + 1
        each?.(record)
      })
      before = Math.max(last, first - 1)
      const { madeAt } = header
      reports.push({
        path,
        fileBytes: file.bytes(),
        first,
        last: before,
        records,
        bodyBytes,
        madeAt,
        sealed,
        damage,
        missing: holes,
      })
    } catch (error) {
      if (!(error instanceof SegmentUnreadable)) throw error
      const rest = { last: first - 1, records: 0, bodyBytes: 0, madeAt: 0, sealed: false, missing: holes }
      const damage = [{ offset: 0, bytes: file.bytes(), after: first - 1 }]
      reports.push({ path, fileBytes: file.bytes(), first, ...rest, damage, unreadable: error.message })
      before = first - 1
    } finally {
      file.close()
    }
  }
  return reports
}
