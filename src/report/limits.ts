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
/** Rows of one exported file: what the engine sorts and joins at a time, about 150 MB, and a file that readers like. A minute that has more is one file. */
export const EXPORT_FILE_ROWS_MAX = 250_000
/** Orders that an export credits at a time: they and their clicks and views are held in memory. */
export const EXPORT_ORDERS_MAX = 100_000
/** Late events of which an incremental export looks for what they change at a time: hashes of their lists, outboxes and visitors are held in memory, about 50 MB. */
export const EXPORT_ARRIVED_MAX = 500_000
/** The chance, over all looks and variants together, that an experiment calls a difference where there is none. */
export const EXPERIMENT_ALPHA = 0.05
/** Units of both arms at which an experiment's intervals are tightest unless told: a week of a mid-sized shop's lists. */
export const EXPERIMENT_PLANNED_UNITS = 20_000
/** Counted events that each arm needs before it is compared: the intervals are asymptotic, and fewer leave the normal too far off. */
export const EXPERIMENT_EVENTS_MIN = 30
/** p-value below which the traffic is called unlike what was meant: strict, since it stops the reading of an experiment. */
export const RATIO_ALPHA = 0.001
/** How heavy the ratio check's prior is, units: at its best for imbalances of about 1 / √(this), 3 %. */
export const RATIO_PRIOR_UNITS = 1_000
/** Largest weight of a row in an off-policy estimate. Cutting costs a little bias; a single row of more would decide alone. */
export const POLICY_WEIGHT_MAX = 1_000
/** Events of one page of the feed, about: a page is held in memory for each reader that is behind. */
export const FEED_EVENTS_MAX = 2_000
/** Records of one log in one page of the feed. */
export const FEED_RECORDS_MAX = 1_000
/** The smallest lift that an experiment's time to go is told for, unless told. */
export const EXPERIMENT_LIFT_WORTH = 0.05
/** Values of one dimension in an overview: more than a screen shows; all of them are a report. */
export const BREAKDOWN_ROWS_MAX = 100
/** Items that moved most, in an overview. */
export const BREAKDOWN_MOVERS_MAX = 20
/** Longest range that is drawn in steps of minutes, minutes: a day with a change of clocks, 300 steps of five. */
export const SERIES_MINUTES_MAX: number = 25 * 60
/** Longest range that is drawn in hours, hours: two weeks and a changed clock, 337 steps. */
export const SERIES_HOURS_MAX: number = 14 * 24 + 1
/** Share of a step's events that came in live at the most for it to be silent: clocks and retries leave a few at its edges. */
export const SERIES_SILENT_SHARE = 0.1
/** Share of its usual level that a site may fall to before anybody is woken. */
export const SILENCE_SHARE = 0.5
/** How rare what came must be, at that share, for an alarm: with 100 sites looked at hourly, one false alarm in ten hours at the very worst, and none on most days. */
export const SILENCE_CHANCE = 0.001
/** Weeks that a site must have been there before it has a usual level. */
export const SILENCE_WEEKS_MIN = 2
/** How far another tool's days may begin from ours, hours: the widest that two time zones are apart. */
export const DIFFERENCE_SHIFT_HOURS_MAX = 14
/** Share of the difference that another beginning of days must explain before it is believed. */
export const DIFFERENCE_SHIFT_GAIN = 0.2
/** Steps of an experiment's effect over time: as many as a line of a page can show apart. */
export const EXPERIMENT_TREND_STEPS_MAX = 60
/** In steps of minutes, what came in this much after it happened is late, milliseconds: longer than a page's first tries and its batches of views take. */
export const SERIES_LATE_MS = 15_000
/** How long a period that is not over is compared to the minute, milliseconds: after half a day, a quarter of an hour is 2 % of it at the most. */
export const COMPARE_MINUTES_MS: number = 12 * 3_600_000
/** Whole minutes in a row of which next to nothing was received, for it to be a silence of an answer in hours or days, or one that goes on: shorter ones are restarts. */
export const QUIET_MINUTES_MIN = 5
/** How far back in a range silences are looked for where it is drawn in hours or days, milliseconds: receipts of a month, 8 million of a site with a million events a day. */
export const QUIET_MS_MAX: number = 31 * 86_400_000
/** Silences that are looked into, the newest first: a quiet night is one too, until it is known that nothing came in late. */
export const QUIET_GAPS_MAX = 100
/** How long silences that were found are told again, milliseconds: a filter of a view changes next to nothing of them, and they are told to the minute. */
export const QUIET_KEPT_MS = 10_000
