// What the writing end of a log is told, and what it tells.
import type { Clock, Disk } from '../platform/index.ts'

export interface LogOptions {
  folder: string
  /** Bytes of the disk that the log leaves free; appends are refused before it is touched. Default 0. */
  reserveBytes?: number
  segmentBytesMin?: number
  segmentBytesMax?: number
  /** Told about everything that an operator should know. */
  onTrouble?: (message: string) => void
  disk?: Disk
  clock?: Clock
}

/** What a log has done since it was opened. */
export interface LogFigures {
  records: number
  bytes: number
  commits: number
  refused: number
  failures: number
  segmentsBegun: number
  segmentsDeleted: number
  /** Bytes that wait for the disk now. */
  pendingBytes: number
  lastSequence: number
}
