// On disk: what `append` has acknowledged is there after any crash, the same bytes, once, in order.
// Comes from: collector (and api, by cli). Goes to: loader.
//
// A log is a folder of segments, one writer, any number of readers. Invariants, each with its tests:
// 1. An append resolves only after an `fdatasync` that began after its bytes were written has returned without error.
// 2. A file whose write or sync failed is never written again; the next commit begins a new segment, or is refused.
// 3. A segment is durable in its folder, header and zeros, before its first record.
// 4. A sequence names one record for ever. After a crash and after a failed sync numbers are left out, never used again.
// 5. A reader yields every whole record, past torn and damaged ones, which it reports by place; damage costs no more than itself.
// 6. A segment is deleted only when every reader's checkpoint is past it, and never the newest.
// 7. Bytes that wait for the disk are bounded; above the bound appends are refused at once.
// The bytes stand in `format.ts`. Records are opaque here.
export { checkpointRange, deleteReadSegments, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
export type { Waiter } from './commit.ts'
export { LogUnavailable, SegmentUnreadable } from './errors.ts'
export * from './limits.ts'
export type { Log } from './log.ts'
export { listLogs, listReaders, listSegments } from './names.ts'
export { openLog } from './open.ts'
export type { LogFigures, LogOptions } from './options.ts'
export { type LogReader, type LogRecord, openReader, type ReaderOptions } from './reader.ts'
export type { Damage } from './scan.ts'
export { inspectLog, type SegmentReport } from './verify.ts'
