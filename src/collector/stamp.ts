// Writes the stamp line of a record in two halves: the part that stays the same while a connection's headers do, and the rest.
// `decodeRecord` of event/stamp.ts reads it. The line is ASCII, so that it can be copied as it is.
import type { Route, Stamp } from '../event/index.ts'
import type { KeptAddress } from './address.ts'
import { AGENT_CHARS_MAX, HEADER_CHARS_MAX } from './limits.ts'

/** A header's value by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined

/** What a stamp says beyond route and time, as the end of a JSON object. */
export function stampTail(
  headerOf: HeaderOf,
  sender: KeptAddress,
  datacenter: string,
  more: Pick<Stamp, 'country' | 'method'> = {},
): string {
  const stamp: Partial<Stamp> = { datacenter, ...sender }
  const agent = headerOf('user-agent')
  if (agent) stamp.agent = agent.slice(0, AGENT_CHARS_MAX)
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map(headerOf).find((value) => value)
  if (purpose) stamp.purpose = purpose.slice(0, HEADER_CHARS_MAX)
  const origin = originOf(headerOf('origin'), headerOf('referer'))
  if (origin) stamp.origin = origin
  if (headerOf('sec-gpc') === '1') stamp.gpc = true
  return ascii(JSON.stringify({ ...stamp, ...more }).slice(1))
}

/** The stamp line, newline and all. */
export function stampLine(route: Route, receivedAt: number, tail: string): string {
  return `{"v":1,"route":"${route}","receivedAt":${receivedAt},${tail}\n`
}

/** Is this a country as ISO 3166 writes it? Proxies write `XX` and `T1` for what they don't know; both pass, the reader decides. */
export function countryOf(value: string | undefined): { country?: string } {
  return value !== undefined && /^[A-Z][A-Z0-9]$/.test(value) ? { country: value } : {}
}

function originOf(origin: string | undefined, referer: string | undefined): string | undefined {
  if (origin && origin !== 'null') return origin.slice(0, HEADER_CHARS_MAX)
  const ofReferer = referer === undefined ? undefined : /^https?:\/\/[^/?#\s]+/i.exec(referer)?.[0]
  return (ofReferer ?? origin)?.slice(0, HEADER_CHARS_MAX)
}

function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
