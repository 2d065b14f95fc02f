// Every bound on what crosses the wire, with its reason. `docs/reference/limits.md` is held in step by a test.

/** Longest list token, characters. 100 items of 30 characters, base64url, and room to spare; still fits a redirect URL. */
export const TOKEN_CHARS_MAX = 4_096
/** Items in one list. More than any page shows; keeps a token within TOKEN_CHARS_MAX. */
export const LIST_ITEMS_MAX = 100
/** List id, characters. Room for a UUID, a ULID or a hash in hex. */
export const LIST_ID_CHARS_MAX = 64
/** Key id, characters. It stands in every token, so it is short. */
export const KEY_ID_CHARS_MAX = 32
/** A beacon's body, bytes. Under the 64 KiB that the Fetch standard lets keepalive requests of a page share. */
export const BATCH_BYTES_MAX = 60_000
/** Events in one batch. About 120 bytes each at the least, so a full body holds no more. */
export const BATCH_EVENTS_MAX = 500
/** A pixel's `d` parameter, characters. Proxies and servers commonly refuse request lines over 8 KiB. */
export const PIXEL_CHARS_MAX = 8_000
/** A server's batch, bytes (`POST /api/v1/events`). Servers have no keepalive budget. */
export const SERVER_BATCH_BYTES_MAX = 10_000_000
/** Events in a server's batch: SERVER_BATCH_BYTES_MAX at about 200 bytes an event. */
export const SERVER_BATCH_EVENTS_MAX = 50_000
/** Site, item, placement, variant, order and visitor names, characters. Longer ones are mistakes, and names are stored per row. */
export const NAME_CHARS_MAX = 200
/** Highest position that is believed. No page shows more; keeps the column at 16 bits. */
export const POSITION_MAX = 65_535
/** Lifetime of a list token that names none, seconds: a day, since pages stay open. */
export const TOKEN_LIFETIME_SECONDS = 86_400
/** How long an outbox keeps an event, milliseconds: 35 days. The store must count each id once for at least as long. */
export const OUTBOX_AGE_MAX_MS: number = 35 * 86_400_000
/** How far a page clock may be off before an event is flagged as skewed, milliseconds: 5 minutes. */
export const CLOCK_SKEW_MAX_MS = 300_000
