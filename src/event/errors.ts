// The one error table: every code that a user, a server or an operator can meet, with its HTTP status and the fix.
// `docs/reference/errors.md` is held in step by a test. Not here: bugs, which are plain `Error`s.

/** Every code, see {@link ERRORS}. */
export type ErrorCode =
  | 'BATCH_NOT_JSON'
  | 'BATCH_SHAPE'
  | 'BATCH_VERSION'
  | 'BATCH_TOO_LARGE'
  | 'SITE_MISSING'
  | 'SITE_UNKNOWN'
  | 'EVENT_SHAPE'
  | 'EVENT_ID'
  | 'EVENT_TYPE_UNKNOWN'
  | 'EVENT_TIME'
  | 'EVENT_LIST'
  | 'EVENT_ITEM'
  | 'EVENT_VALUE'
  | 'EVENT_FIELD'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'CROSS_SITE'
  | 'NOT_FOUND'
  | 'MEDIA_TYPE'
  | 'QUERY'
  | 'DIMENSION_UNKNOWN'
  | 'RANGE'
  | 'RANGE_ERASED'
  | 'TIME_ZONE'
  | 'RATE_LIMITED'
  | 'LOG_UNAVAILABLE'
  | 'STORE_UNAVAILABLE'
  | 'STORE_MISSING'
  | 'FOLDER_IN_USE'
  | 'PORT_IN_USE'
  | 'CONFIG'
  | 'TOKEN'
  | 'INPUT'
  | 'UNREACHABLE'
  | 'OUTBOX_FULL'
  | 'OUTBOX_FOLDER'
  | 'OUTBOX_CLOSED'

export const ERRORS: Readonly<Record<ErrorCode, readonly [status: number, fix: string]>> = {
  BATCH_NOT_JSON: [400, 'The body is not JSON. Send the batch as UTF-8 JSON.'],
  BATCH_SHAPE: [422, 'The batch must be an object with "v", "site" and an "events" array.'],
  BATCH_VERSION: [422, 'This batch version is unknown here. Version 1 is read; upgrade the backend for a newer one.'],
  BATCH_TOO_LARGE: [413, 'The batch is too large. Split it.'],
  SITE_MISSING: [422, 'Name the site in "site": 1 to 200 characters.'],
  SITE_UNKNOWN: [422, 'No such site here. Add it to the config file or with: wayside key add.'],
  EVENT_SHAPE: [422, 'An event must be an object.'],
  EVENT_ID: [422, 'An event needs "id": a UUID, made once and kept on every resend.'],
  EVENT_TYPE_UNKNOWN: [422, 'Unknown "type". Use served, impression, view, click or conversion.'],
  EVENT_TIME: [422, 'An event needs "occurredAt": milliseconds since 1970 as a number.'],
  EVENT_LIST: [422, 'The event names no list: send "list" (a token) or "listId".'],
  EVENT_ITEM: [422, 'The event names no item: send "item", 1 to 200 characters.'],
  EVENT_VALUE: [
    422,
    'A conversion\'s "value" is a decimal string with at most 4 decimals, "currency" an ISO 4217 code.',
  ],
  EVENT_FIELD: [422, 'A field has the wrong type or is too long. See docs/reference/wire.md.'],
  UNAUTHORIZED: [401, 'Send "Authorization: Bearer <key>". Make a key with: wayside key add.'],
  FORBIDDEN: [403, 'This key does not cover that site or that right.'],
  CROSS_SITE: [
    403,
    "Signed-in requests must come from the dashboard's own pages. Programs send a key instead of a cookie.",
  ],
  NOT_FOUND: [404, 'There is nothing here.'],
  MEDIA_TYPE: [415, 'Send "Content-Type: application/json".'],
  QUERY: [422, 'A query parameter is missing or wrong.'],
  DIMENSION_UNKNOWN: [
    422,
    'Unknown dimension in "by". Use site, placement, position, item, variant, hour, day, country, device, via.',
  ],
  RANGE: [422, 'The time range is empty or unreadable. "from" is included, "to" is not.'],
  RANGE_ERASED: [422, 'The range begins before what is kept. Ask from there on, or leave "from" out for all there is.'],
  TIME_ZONE: [422, 'Unknown time zone. Use an IANA name such as Europe/Berlin.'],
  RATE_LIMITED: [429, 'Too many requests. Wait as long as "Retry-After" says.'],
  LOG_UNAVAILABLE: [503, 'The log cannot be written. Nothing was accepted; try again.'],
  STORE_UNAVAILABLE: [503, 'The store is not answering yet. Events are safe in the log; try again.'],
  STORE_MISSING: [
    503,
    'The embedded store (chdb) is not installed. Run: npm install chdb, or name a ClickHouse server in the config.',
  ],
  FOLDER_IN_USE: [409, 'The folder is in use by another process. Use its --url, or stop it first.'],
  PORT_IN_USE: [409, 'The port is taken. Choose another one.'],
  CONFIG: [422, 'The config file is wrong.'],
  TOKEN: [422, 'The token cannot be made or read.'],
  INPUT: [422, 'The input cannot be read.'],
  UNREACHABLE: [503, 'The service did not answer. Events wait in the outbox; nothing needs doing unless it lasts.'],
  OUTBOX_FULL: [
    503,
    'The outbox has no room, and events are dropped and counted. Bring the service back, or give it more room.',
  ],
  OUTBOX_FOLDER: [503, 'The outbox folder cannot be used, so events wait in memory. Check its rights and its disk.'],
  OUTBOX_CLOSED: [409, 'The sender is closed. Close it last when the process ends.'],
}

/** What is wrong, then the fix. What is wrong with an input says how to mend it: the table's sentence would only say it worse. */
function messageOf(code: ErrorCode, detail: string | undefined): string {
  const fix = ERRORS[code][1]
  if (detail === undefined) return fix
  return code === 'INPUT' ? detail : `${detail} ${fix}`
}

/**
 * A failure that someone outside can act on: carries a code of the table above, and a message that names the fix.
 * Belongs here: bad input, missing rights, a resource that is not there. Does not: bugs, and what the beacon route receives
 * (that gets the uniform answer, and its reason in the quarantine).
 */
export class WaysideError extends Error {
  override readonly name = 'WaysideError'
  readonly code: ErrorCode
  readonly status: number

  constructor(code: ErrorCode, detail?: string) {
    super(messageOf(code, detail))
    this.code = code
    this.status = ERRORS[code][0]
  }

  /** The public face of the error: nothing internal. */
  toJSON(): { code: ErrorCode; message: string } {
    return { code: this.code, message: this.message }
  }
}
