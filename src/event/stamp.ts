// What the collector adds to a request before it is written: our clock, the datacenter and the headers that judging needs.
// A log record is one line of JSON (the stamp), a newline, and the body exactly as it came: opaque bytes.
// It stands here and not in `collector/`, because the loader reads what the collector writes and may not import it.

/** How a record came in. `api` and `import` are trusted: their sender held a key. */
export type Route = 'beacon' | 'pixel' | 'redirect' | 'api' | 'import'

export interface Stamp {
  v: 1
  route: Route
  /** Milliseconds since the Unix epoch, our clock. */
  receivedAt: number
  datacenter: string
  /** The site whose write key was used; only of `api` and `import`. */
  site?: string
  /** Truncated: 203.0.113.0/24 or 2001:db8:1::/48. The whole address is never written. */
  address?: string
  /** Keyed hash of the whole address; the key lives for one day. */
  addressHash?: string
  /** `User-Agent`, cut to 512 characters. */
  agent?: string
  /** `Sec-Purpose`, or the legacy `Purpose`, `X-Purpose`, `X-Moz`. */
  purpose?: string
  /** `Origin`, or the origin of `Referer`. */
  origin?: string
  /** `Sec-GPC: 1` was sent. */
  gpc?: boolean
  /** From a header that a listed proxy sets. */
  country?: string
  /** The request's method, when it is not the route's own (a `HEAD` of a pixel or a redirect): kept, never counted. */
  method?: string
}

const NEWLINE = 10

/** One log record: stamp line, newline, body. */
export function encodeRecord(stamp: Stamp, body: Uint8Array): Buffer {
  const head = Buffer.from(`${JSON.stringify(stamp)}\n`)
  return Buffer.concat([head, body], head.length + body.length)
}

/** The stamp and the untouched body. @returns undefined when the bytes are not a record of version 1: the caller quarantines them. */
export function decodeRecord(record: Uint8Array): { stamp: Stamp; body: Buffer } | undefined {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const end = bytes.indexOf(NEWLINE)
  if (end < 0) return undefined
  try {
    const stamp = JSON.parse(bytes.toString('utf8', 0, end)) as Stamp
    if (stamp.v !== 1 || typeof stamp.receivedAt !== 'number' || typeof stamp.datacenter !== 'string') return undefined
    return { stamp, body: bytes.subarray(end + 1) }
  } catch {
    return undefined
  }
}
