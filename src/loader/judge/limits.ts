// Every bound that judging uses, with its reason. All are published in `docs/reference/rules.md`, which a test holds in step.

/** An event is flagged late when it arrives longer after it happened, milliseconds: an hour, the grain of reports, which had been read by then. */
export const LATE_AFTER_MS = 3_600_000
/** A second click counts as a repeat when it follows the one before by less, milliseconds. 30 minutes: the usual end of a visit. */
export const REPEAT_WINDOW_MS = 1_800_000
/** Clicks of one outbox in one minute before they are implausible. A person who opens every result of a page in tabs stays below. */
export const OUTBOX_CLICKS_PER_MINUTE_MAX = 60
/** Clicks of one address and agent in one minute before they are implausible. Ten times as many, since whole offices share an address. */
export const ADDRESS_CLICKS_PER_MINUTE_MAX = 600
/** Remembered answers per user agent and per network; the memory is emptied when full, so that made-up agents cannot make it grow. */
export const MEMO_ENTRIES_MAX = 10_000
