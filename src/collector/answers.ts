// The answers, the same for every content. Headers stand here once, for node:http, HTTP/2 and the fast lane.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { RETRY_AFTER_SECONDS } from './limits.ts'

/** A request, by HTTP/1 or 2. */
export type Request = IncomingMessage | Http2ServerRequest
/** Its answer. */
export type Response = ServerResponse | Http2ServerResponse

/** On every answer: any page may read it, and no cookie ever. */
const COMMON_HEADERS: Readonly<Record<string, string>> = { 'access-control-allow-origin': '*' }

/** The smallest GIF there is: 1×1, transparent. */
export const GIF: Buffer = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Answer once; a connection that is gone is nobody's fault. */
export function answer(
  res: Response,
  status: number,
  headers: OutgoingHttpHeaders = {},
  body?: Uint8Array | string,
): void {
  if (res.headersSent || res.destroyed) return
  const all: OutgoingHttpHeaders = { ...COMMON_HEADERS, ...headers }
  if (status !== 204 && status !== 304) all['content-length'] = body === undefined ? 0 : Buffer.byteLength(body)
  // HTTP/2 and HTTP/1 responses have the same method under two incompatible types.
  const plain = res as ServerResponse
  plain.writeHead(status, all)
  plain.end(body)
}

/** A page of another origin may read it only if told so. */
const EXPOSED = { 'access-control-expose-headers': 'retry-after' }

/** 503: what was sent is not durable, try again. */
export function answerUnavailable(res: Response): void {
  answer(res, 503, { ...EXPOSED, 'retry-after': String(RETRY_AFTER_SECONDS) })
}

/** 429: too many from this address. */
export function answerTooMany(res: Response, waitSeconds: number): void {
  answer(res, 429, { ...EXPOSED, 'retry-after': String(waitSeconds) })
}
