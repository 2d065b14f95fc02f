// Every bound of the log, with its reason.

/** Longest record, bytes: a server's batch of 10 MB and its stamp, with room to spare. */
export const RECORD_BYTES_MAX: number = 16 * 2 ** 20
/** First segment after a start, bytes. Small, so that starting costs little; sizes double under load up to SEGMENT_BYTES_MAX. */
export const SEGMENT_BYTES_MIN: number = 4 * 2 ** 20
/** Largest segment, bytes: a second of full load on one core, so that rotation stays rare, and zeroing one takes under 100 ms. */
export const SEGMENT_BYTES_MAX: number = 64 * 2 ** 20
/** The next segment is zeroed in steps of so many bytes: a disk is done with one in about a millisecond, and a commit that comes just then waits no longer. */
export const ZERO_STEP_BYTES: number = 2 ** 20
/** After so many zeroed bytes they are flushed: where writes go through the page cache, a commit that comes just then does not wait behind 64 MiB. */
export const ZERO_SYNC_BYTES: number = 16 * 2 ** 20
/** The next segment is whole when this part of the one in use is written: early enough for a burst, late enough to be gentle. */
export const ZERO_AHEAD_PART = 0.75
/** Bytes that may wait for the disk. Above, appends are refused at once: a stuck disk must not fill the memory. */
export const PENDING_BYTES_MAX: number = 32 * 2 ** 20
/** A commit of fewer records never begins before the event loop has read every socket that is ready: to read so many takes less time than a commit. */
export const GATHER_RECORDS_MIN = 16
/** A commit buffer at rest, bytes: about 2,000 beacons. It grows with need and shrinks back. */
export const BUFFER_BYTES: number = 2 ** 20
/**
 * Sequences left out after an unclean stop. A reader may have seen records that the disk then forgot; their numbers must never
 * name other bytes. More than PENDING_BYTES_MAX of the shortest records twice over.
 */
export const CRASH_SEQUENCE_GAP = 4_000_000
/** Pause between attempts to open a new segment after a failure, milliseconds: short against the clients' retry, long against the disk. */
export const RETRY_MS = 250
/** How long a reader waits before it believes that a broken record in the live segment is damage and not a write under way, milliseconds. */
export const DAMAGE_PATIENCE_MS = 2_000
/** How often the writer looks for segments that every reader is done with, milliseconds. */
export const SWEEP_MS = 60_000
/** How much of a segment is fetched beforehand, as a multiple of what a read took: frames come on top, and a window may end amid a record. */
export const READ_AHEAD = 1.25
