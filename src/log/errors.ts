// What a log can tell its caller. Belongs here: what an operator or a caller can act on. Does not: bugs.

/** The record could not be made durable: nothing was accepted, the caller should try again later or elsewhere. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable'
  readonly code = 'LOG_UNAVAILABLE'

  constructor(why: string, cause?: unknown) {
    super(`The log cannot be written: ${why}`, cause === undefined ? undefined : { cause })
  }
}

/** A file that is not a segment of a format known here. */
export class SegmentUnreadable extends Error {
  override readonly name = 'SegmentUnreadable'
  /** Written by a later version, not damaged. */
  readonly newer: boolean

  constructor(message: string, newer: boolean) {
    super(message)
    this.newer = newer
  }
}
