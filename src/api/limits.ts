// Bounds of the API, with their reasons.

/** Requests a key may make in one window. A dashboard polls a few a second; a loop without a pause is stopped. */
export const KEY_REQUESTS_MAX = 600
/** The window of KEY_REQUESTS_MAX, milliseconds. */
export const KEY_WINDOW_MS = 60_000
/** Recent events in one answer: more than a screen shows. */
export const RECENT_EVENTS_MAX = 500
