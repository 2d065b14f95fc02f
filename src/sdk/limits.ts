// Every bound of the SDK, with its reason. `docs/reference/limits.md` is held in step by a test; the Python and Go SDKs use the same.

/** A batch that the SDK sends, bytes: half of the 1 MB that nginx and many other proxies take unless told. */
export const SEND_BATCH_BYTES_MAX = 500_000
/** Events in a batch that the SDK sends: SEND_BATCH_BYTES_MAX at about 250 bytes an event. */
export const SEND_BATCH_EVENTS_MAX = 2_000
/** One event, bytes of JSON. All names at their longest in 3-byte UTF-8, and room to spare. */
export const SEND_EVENT_BYTES_MAX = 8_192
/** From recording an event to writing it into the folder, milliseconds. Groups the events of many requests into one fsync. */
export const LINGER_MS = 50
/** How long a batch is filled before it is sent, milliseconds. A second is soon enough for reports, and keeps requests few. */
export const SEAL_AFTER_MS = 1_000
/** Events held in memory unless told otherwise, bytes: some minutes of a busy recommender. */
export const MEMORY_BYTES_MAX = 33_554_432
/** Events held in the folder unless told otherwise, bytes: some hours of a busy recommender. */
export const FOLDER_BYTES_MAX = 1_073_741_824
/** Share of the memory that only conversions may fill: they are few, and each is money. */
export const CONVERSION_RESERVE = 0.1
/** One request, milliseconds, until the next URL is tried. */
export const SEND_TIMEOUT_MS = 10_000
/** First wait after all URLs failed, milliseconds. It doubles each time, with jitter, up to BACKOFF_MAX_MS. */
export const BACKOFF_FIRST_MS = 500
/** Longest wait between attempts, milliseconds: how late the SDK notices that the service is back. */
export const BACKOFF_MAX_MS = 60_000
/** Longest `Retry-After` that is obeyed, milliseconds. A mistyped one must not silence the SDK for a day. */
export const RETRY_AFTER_MAX_MS = 300_000
/** How long a URL that failed is tried last, milliseconds. Spares each batch the time-out of a datacenter that hangs. */
export const URL_COOL_DOWN_MS = 30_000
/** How often a sender says in its folder that it lives, milliseconds. */
export const ALIVE_EVERY_MS = 15_000
/** How long a sender must be silent before another takes over its batches, milliseconds. */
export const ALIVE_STALE_MS = 60_000
/** How long `close` goes on sending unless told otherwise, milliseconds: half of what container platforms wait before they kill. */
export const CLOSE_DEADLINE_MS = 5_000
/** The same fault is reported once in this time, milliseconds. */
export const FAULT_EVERY_MS = 60_000
