// Where a log's files lie, and which segments there are.
import { type Disk, systemDisk } from '../platform/index.ts'

const SEGMENT = /^(\d{16})\.log$/
const CHECKPOINT = /^([a-z0-9-]{1,40})\.checkpoint$/

/** One segment of a folder. */
export interface SegmentName {
  path: string
  /** First sequence it may hold. */
  first: number
}

export function segmentPath(folder: string, first: number): string {
  return `${folder}/${String(first).padStart(16, '0')}.log`
}

/** The next segment, made ahead of its use; not part of the log until it is renamed. */
export function sparePath(folder: string): string {
  return `${folder}/next.spare`
}

/** The segments of a log, oldest first. */
export function listSegments(folder: string, disk: Disk = systemDisk): SegmentName[] {
  const found: SegmentName[] = []
  for (const name of disk.list(folder)) {
    const match = SEGMENT.exec(name)
    if (match) found.push({ path: `${folder}/${name}`, first: Number(match[1]) })
  }
  return found
}

/** Folders under a root that hold a log, sorted. */
export function listLogs(root: string, disk: Disk = systemDisk): string[] {
  return disk
    .list(root)
    .map((name) => `${root}/${name}`)
    .filter((folder) => listSegments(folder, disk).length > 0)
}

export function checkpointPath(folder: string, reader: string): string {
  if (!CHECKPOINT.test(`${reader}.checkpoint`)) throw new Error(`A reader's name is a-z, 0-9 and -: ${reader}`)
  return `${folder}/${reader}.checkpoint`
}

/** Names of the readers that have a checkpoint here. */
export function listReaders(folder: string, disk: Disk = systemDisk): string[] {
  return disk.list(folder).flatMap((name) => CHECKPOINT.exec(name)?.[1] ?? [])
}
