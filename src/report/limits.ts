// Bounds of reports, each with its reason.

/** Rows of one report. More is an export. */
export const REPORT_ROWS_MAX = 100_000
/** Events of one look at the newest ones. */
export const RECENT_EVENTS_MAX = 1_000
/** How far back "recent" goes, milliseconds: a day, tried only when the last minutes hold too few. */
export const RECENT_MS_MAX = 86_400_000
/** Copies shown of one event. A client that sends more is trying something. */
export const COPIES_SHOWN_MAX = 1_000
/** How long an outbox must have been quiet before its gaps are final, milliseconds: twice the longest pause between a page's tries. */
export const LOSS_SETTLE_MS = 600_000
/** Widest gap in an outbox that is believed, events: twice what the tag keeps. Wider ones are made up, or a storage gone wrong. */
export const LOSS_GAP_MAX = 1_000
/** How long before an order a click may lie to have led to it, milliseconds: a week, unless the site says otherwise. */
export const ATTRIBUTION_CLICK_MS: number = 7 * 86_400_000
/** The same for a viewable impression, where there was no click: a day. */
export const ATTRIBUTION_VIEW_MS = 86_400_000
/** How far back the first word of an order is looked for when a refund names it, milliseconds: shops take goods back within a year. */
export const ATTRIBUTION_ORDER_MS_MAX: number = 400 * 86_400_000
