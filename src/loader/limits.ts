// Bounds of loading, each with its reason.

/** Log bytes read for one load. With the rows made of them it bounds the loader's memory, whatever the backlog. */
export const LOAD_BYTES_MAX = 48_000_000
/** Log bytes of one load at least, however slow the store: what a load costs whatever its size is then still a small part of it. */
export const LOAD_BYTES_MIN = 2_000_000
/** Log bytes of the first load. Later ones may be twice as large as the one before, as long as their inserts are quick enough. */
export const LOAD_BYTES_FIRST = 6_000_000
/** Time that the insert of one load should take, milliseconds: large loads are cheaper, and this much is soon made up when the store slows down. */
export const LOAD_MS = 600
/** The same while new events are read ahead of a backlog: a new event waits for the load before it and for its own, and is to be in reports within 2 s. */
export const SHARED_LOAD_MS = 300
/** Pause after a load that found little, milliseconds: fewer, larger inserts, and an event is still in reports well within 2 s. */
export const LOAD_PAUSE_MS = 250
/** A load that found fewer log bytes than this pauses before the next one. */
export const SMALL_LOAD_BYTES = 1_000_000
/** Pause after a failed insert, milliseconds; doubles up to RETRY_PAUSE_MAX_MS. */
export const RETRY_PAUSE_MS = 200
/** Longest pause between tries, milliseconds: after an outage of the store, loading starts again within this. */
export const RETRY_PAUSE_MAX_MS = 5_000
/** Log bytes between two turns of the event loop: about a millisecond of work, so that the load before goes on and the API answers meanwhile. */
export const TURN_BYTES = 100_000
/** How often new logs are looked for, milliseconds. A worker that starts writing is read after this at the latest. */
export const LOGS_LOOK_MS = 1_000
/** Remembered tokens, characters in all: about 60,000 lists of 500 characters. Most events of a list arrive within minutes. */
export const TOKEN_CACHE_CHARS_MAX = 30_000_000
/** Longest stored text of one fact, characters: user agents and origins are cut by the collector already. */
export const FACT_CHARS_MAX = 512
/** Things of the quarantine handled at a time: with records of up to 10 MB, a page of one-event records stays within memory. */
export const QUARANTINE_PAGE = 200
/** Events judged again at a time. */
export const REJUDGE_PAGE = 50_000
/** Full reads of a log in a row after which its end is read as well: by then more is waiting than two loads take, and new events would queue behind it. */
export const BACKLOG_READS = 2
/** Lists that are named one by one when a load asks which are known; more are asked for by when they were signed, which is cheaper by then. */
export const BOUND_LISTS_MAX = 500
/** Lists that such an answer may hold. One that is full is not believed, and the lists are named after all. */
export const KNOWN_LISTS_MAX = 5_000
/** About as many log bytes before the end of a log with a backlog are read ahead, once or twice: some thousand events, so that the newest come first. */
export const AHEAD_BYTES = 1_000_000
