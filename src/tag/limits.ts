// Every bound of the tag, with its reason. `docs/reference/tag.md` restates them for site owners.

/** One request's events, characters (nearly all ASCII, so bytes too). Percent-encoded in an image's address they stay under the 8,190 bytes that proxies take. */
export const BATCH_CHARS_MAX = 5_400
/** Requests of one page on their way to one datacenter. Six hung ones to a site's own origin block the site; with two datacenters this is 23 kB of keepalive's 64 KiB, which the site's scripts share. */
export const IN_FLIGHT_MAX = 2
/** Events kept in one origin's storage. A long outage on a busy page; one scan of them stays under a few milliseconds. */
export const OUTBOX_EVENTS_MAX = 500
/**
 * Characters kept in one origin's storage: a fifth of the 5 million that browsers give a site, which belong to the site. A list of 100 items has a
 * token of 3,400 characters, and each event its token: this is what such a list tells, impressions and views, with room for a page before it.
 */
export const OUTBOX_CHARS_MAX = 1_000_000
/** After this long without an answer the next datacenter gets a copy of a click, milliseconds. */
export const HEDGE_MS = 1_500
/** After this long without an answer a request is given up, milliseconds. */
export const ABORT_MS = 8_000
/**
 * What was sent and not acknowledged is not sent again for this long, milliseconds, in any tab; doubled each time, with jitter. A page that
 * goes away never sees the answer, so most clicks are sent once more by the next page: not at once, and not by each.
 */
export const RETRY_MS = 2_000
/** The wait doubles this often, to a minute and a half: tries never end (age does that), and a visitor who stays sees the outage end. */
export const RETRY_DOUBLINGS_MAX = 5
/** A server's `Retry-After` is believed up to this, milliseconds: an outbox that sleeps for hours misses the visitor. */
export const RETRY_AFTER_MAX_MS = 300_000
/** Nothing waits longer than this, milliseconds: the two above and the jitter. What would is of a clock that was set back. */
export const WAIT_MAX_MS = 400_000
/**
 * A click's request waits for the page to go away, but at most this long, milliseconds. Started at once, its TLS handshake went before the
 * destination's request in WebKitGTK's network process: 20 to 50 ms of the visitor's time (docs/lab.md).
 */
export const CLICK_MS = 200
/** Impressions and views wait this long for company, milliseconds; and while anything waits, the outbox is looked through this often. */
export const GATHER_MS = 1_000
/** Between two looks at a page that keeps changing, milliseconds. */
export const SCAN_MS = 500
/** A viewable impression (MRC, by way of measurement rule M7): this share of the pixels for this long, in a focused tab. */
export const VIEW_RATIO = 0.5
export const VIEW_MS = 1_000
/** From this many CSS pixels on, a smaller share is enough (same rule). */
export const LARGE_PIXELS = 242_500
export const LARGE_RATIO = 0.3
/** Smaller than this, in square CSS pixels, is a hidden placement (0×0, 1×1). */
export const SEEN_PIXELS = 4
/** The stub asks the next datacenter for the tag after this long without it, milliseconds. */
export const STUB_PATIENCE_MS = 5_000
/**
 * The legacy tag looks for clicks that have not arrived this long after it was loaded, milliseconds, then after twice as long, and so on: an
 * image's request that hangs tells nothing, and a connection that hung before the page was opened may be used again.
 */
export const LEGACY_AGAIN_MS = 4_000
/** The legacy tag, where the site asks for it, holds a same-tab click for at most this long, milliseconds. */
export const LEGACY_HOLD_MS = 150
