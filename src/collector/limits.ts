// Every bound at the door, with its reason. Each has a metric and an answer; see docs/reference/limits.md.

/** A request's header, bytes (431). Browsers send under 2 KB; a pixel's 8,000 characters must fit. */
export const HEADER_BYTES_MAX = 16_384
/** Time for a whole request to arrive, milliseconds (408). A full beacon on a 50 kbit/s line takes 10 s. */
export const REQUEST_MS_MAX = 15_000
/** Time for a request's header to arrive, milliseconds (408). */
export const HEADER_MS_MAX = 10_000
/** How long an idle connection is kept, milliseconds: longer than the 60 s of common load balancers, so that they close first. */
export const IDLE_MS_MAX = 75_000
/** How often slow and idle connections are looked for, milliseconds. */
export const CONNECTION_SWEEP_MS = 1_000
/** Open connections of one worker (503, then closed). About 10 KB of memory each. */
export const CONNECTIONS_MAX = 10_000
/** How long a request waits for the disk, milliseconds (503). Shorter than the tag's own patience. */
export const COMMIT_MS_MAX = 8_000
/** How long a redirect waits for its click to be durable, milliseconds; then it redirects all the same. Nobody notices 25 ms. */
export const REDIRECT_MS_MAX = 25
/** Of an oversized body, how much is read and thrown away before the answer, bytes: a browser that is still sending sees no answer. */
export const DRAIN_BYTES_MAX = 1_000_000
/** Requests per second from one address (429). A shared address of a mobile network holds thousands of people. */
export const RATE_PER_SECOND = 500
/** Requests at once from one address, before its rate counts (429): a page that comes back from an outage sends what it kept. */
export const RATE_BURST = 2_000
/** Addresses whose rate is remembered: about 20 MB. The longest unheard go first. */
export const RATE_ADDRESSES_MAX = 100_000
/** What a refused client is told to wait, seconds. */
export const RETRY_AFTER_SECONDS = 5
/** Bytes of the disk that the log leaves free for the store, the system and whoever comes to repair it: 1 GiB. */
export const DISK_RESERVE_BYTES: number = 2 ** 30
/** Longest `User-Agent` kept, characters. Real ones are under 300. */
export const AGENT_CHARS_MAX = 512
/** Longest other header kept, characters. */
export const HEADER_CHARS_MAX = 200
/** How long a stop leaves idle connections open, milliseconds: a client that is just sending on one must not find it shut. */
export const LINGER_MS = 100
/** After that, how long a stop waits for answers under way, milliseconds. */
export const STOP_MS_MAX: number = COMMIT_MS_MAX + 1_000
/** Streams at once on one HTTP/2 connection. A page sends one or two. */
export const STREAMS_MAX = 100
/** Longest head that the fast lane reads, bytes. Longer ones go to node:http, which has its own bounds. */
export const LANE_HEAD_BYTES_MAX = 8_192
/** Most header fields that the fast lane reads; browsers send under 20. */
export const LANE_HEADERS_MAX = 64
/** How often certificate files are looked at, milliseconds. */
export const TLS_RELOAD_MS = 1_000
/** How often one reading of the clock is used within a turn of the event loop: about ten requests, a tenth of a millisecond. */
export const TURN_CLOCK_USES = 40
