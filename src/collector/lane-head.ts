// Reads the head of the one request that the fast lane takes, and nothing else.
// Promises: what passes here is, byte for byte, a request that node:http reads in the same way: `POST /w/1 HTTP/1.1`, one plain
// Content-Length within bounds, no Transfer-Encoding, no folding, printable ASCII, header names that are tokens, one Host.
// Whatever differs is `other`, and goes to node:http.
import { BATCH_BYTES_MAX } from '../event/index.ts'
import { LANE_HEAD_BYTES_MAX, LANE_HEADERS_MAX } from './limits.ts'
import type { HeaderOf } from './stamp.ts'

/** The head, up to and with the empty line. */
export interface LaneHead {
  headBytes: number
  bodyBytes: number
  headerOf: HeaderOf
}

/** `more`: so far it could become one. `other`: it never will. */
export type LaneResult = LaneHead | 'more' | 'other'

const REQUEST_LINE = Buffer.from('POST /w/1 HTTP/1.1\r\n', 'latin1')
const HEAD_END = Buffer.from('\r\n\r\n', 'latin1')
// Fields: token, colon, printable ASCII (RFC 9110 §5.5 and §5.6.2, without obs-text, without tabs).
const FIELDS = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\x20-\x7e]*\r\n)+$/
/** Headers that change how a request is read, or what node:http does with it. */
const NOT_HERE = new Set([
  'transfer-encoding',
  'expect',
  'upgrade',
  'trailer',
  'te',
  'proxy-connection',
  'keep-alive',
  'http2-settings',
])
/** Headers that may come once only. */
const ONCE = new Set(['host', 'content-length', 'connection'])

/** Repeated headers that node:http joins with a comma; of others it keeps the first, and they go there. */
const JOINED = new Set([
  'x-forwarded-for',
  'forwarded',
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'via',
])

/** Read the head that `bytes` begins with. */
export function readLaneHead(bytes: Buffer): LaneResult {
  const line = Math.min(REQUEST_LINE.length, bytes.length)
  if (bytes.compare(REQUEST_LINE, 0, line, 0, line) !== 0) return 'other'
  const end = bytes.indexOf(HEAD_END)
  const headBytes = end < 0 ? bytes.length : end + HEAD_END.length
  if (headBytes > LANE_HEAD_BYTES_MAX) return 'other'
  if (end < 0) return 'more'
  const fields = bytes.toString('latin1', REQUEST_LINE.length, end + 2)
  const headers = FIELDS.test(fields) ? headersOf(fields) : undefined
  const length = headers?.get('content-length')
  if (!headers?.get('host') || length === undefined || !/^[1-9]\d{0,5}$/.test(length)) return 'other'
  const bodyBytes = Number(length)
  if (bodyBytes > BATCH_BYTES_MAX) return 'other'
  const connection = headers.get('connection')
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return 'other'
  return { headBytes, bodyBytes, headerOf: (name) => headers.get(name) }
}

/** Values by lower-case name, repeated ones joined as node:http does; undefined when one of them is not for the lane. */
function headersOf(fields: string): Map<string, string> | undefined {
  const headers = new Map<string, string>()
  let at = 0
  while (at < fields.length) {
    const colon = fields.indexOf(':', at)
    const end = fields.indexOf('\r\n', colon)
    const name = fields.slice(at, colon).toLowerCase()
    if (NOT_HERE.has(name)) return undefined
    const before = headers.get(name)
    if (before !== undefined && (ONCE.has(name) || !JOINED.has(name))) return undefined
    const value = fields.slice(colon + 1, end).trim()
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
    if (headers.size > LANE_HEADERS_MAX) return undefined
    at = end + 2
  }
  return headers
}
