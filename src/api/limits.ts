// Bounds of the API, with their reasons.

/** Requests a key may make in one window, or a shared link from one address. A dashboard polls a few a second; a loop without a pause is stopped. */
export const KEY_REQUESTS_MAX = 600
/** The window of KEY_REQUESTS_MAX, milliseconds. */
export const KEY_WINDOW_MS = 60_000
/** Recent events in one answer: more than a screen shows. */
export const RECENT_EVENTS_MAX = 500
/** How often the end of the feed is looked at, milliseconds: with the loader's own pause an event is told within a second or two. */
export const FEED_POLL_MS = 500
/** Pages of the feed held for readers that follow closely, each of some thousand events. */
export const FEED_PAGES_KEPT = 8
/** Readers of the feed at a time. Each may hold one page and one connection. */
export const FEED_READERS_MAX = 100
/** A silent feed says that it lives this often, milliseconds: proxies cut connections after a minute. */
export const FEED_HEARTBEAT_MS = 15_000
/** How long a reader may leave one message unread, milliseconds, before it is cut off; it resumes where it was. */
export const FEED_WRITE_MS_MAX = 60_000
/** Events of one delivery to a webhook. About 200 kB. */
export const WEBHOOK_EVENTS_MAX = 500
/** How long a webhook may take to answer, milliseconds; the Standard Webhooks text names 15 to 30 seconds. */
export const WEBHOOK_MS_MAX = 15_000
/** Pauses between tries of one delivery, milliseconds. After the last it is a dead letter and the next one is tried. */
export const WEBHOOK_RETRY_MS: readonly number[] = [1_000, 5_000, 30_000, 120_000, 600_000]
/** Dead letters kept of one webhook. One that has more is paused: nobody is there. */
export const WEBHOOK_DEAD_MAX = 1_000
/** Webhooks of one node. */
export const WEBHOOKS_MAX = 100
/** Hours of one export over HTTP: a local day, also when it has 25. Longer ones are for `wayside export`, which can be cut short and go on. */
export const EXPORT_HOURS_MAX = 25
/** How long a sign-in lasts, milliseconds: a working day. */
export const SESSION_MS_MAX: number = 12 * 3_600_000
/** Sessions of one node; the oldest end first. */
export const SESSIONS_MAX = 1_000
/** Failed sign-ins of one address in one window. A person mistypes a few times; keys have 192 random bits, so this only saves work. */
export const SIGN_IN_FAILURES_MAX = 10
/** The window of SIGN_IN_FAILURES_MAX, milliseconds. */
export const SIGN_IN_WINDOW_MS = 60_000
/** Live shared links of one node. */
export const SHARES_MAX = 1_000
/** How long a shared link may live, days. */
export const SHARE_DAYS_MAX = 366
/** Origins that one shared link may be framed by: they stand in a header. */
export const SHARE_EMBED_MAX = 10
/** The use of a shared link is told this often in the audit list, milliseconds. */
export const SHARE_TOLD_MS = 3_600_000
/** The audit list's newer file, bytes, before it becomes the older one: about 5,000 lines. */
export const AUDIT_BYTES_MAX = 1_000_000
/** Lines of the audit list in one answer. */
export const AUDIT_ENTRIES_MAX = 1_000
/** How long an identity provider may take to answer, seconds: a person waits. */
export const PROVIDER_SECONDS_MAX = 10
/** Free bytes below which a disk is called nearly full. */
export const DISK_LOW_BYTES = 1_000_000_000
/** How far reports may be behind before anybody is told, milliseconds. */
export const LAG_LATE_MS = 60_000
/** How long no synthetic click may have come through, milliseconds: five of them. */
export const PROBE_LATE_MS = 300_000
/** The share of requests lately that a collector may turn away before anybody is told: retries bring so few in. */
export const REFUSED_SHARE_LATE = 0.01
/** Refusals below which the share says nothing. */
export const REFUSED_COUNT_MIN = 10
/** Things in quarantine in one answer. */
export const QUARANTINE_MAX = 500
/** Days of another tool's counts in one comparison. */
export const DIFFERENCE_DAYS_MAX = 92
/** Clicks in one answer of the live checker, and other events: more than a person makes in that time. */
export const CHECK_EVENTS_MAX = 100
/** How far back the live checker looks, milliseconds. */
export const CHECK_BACK_MS = 900_000
