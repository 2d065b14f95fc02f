// Bounds of reports, each with its reason.

/** Rows of one report. More is an export. */
export const REPORT_ROWS_MAX = 100_000
/** Events of one look at the newest ones. */
export const RECENT_EVENTS_MAX = 1_000
/** How far back "recent" goes, milliseconds: a day, tried only when the last minutes hold too few. */
export const RECENT_MS_MAX = 86_400_000
/** Copies shown of one event. A client that sends more is trying something. */
export const COPIES_SHOWN_MAX = 1_000
