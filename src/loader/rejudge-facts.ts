// The facts of an event as the store gives them back: the same that the loader judged when it came in.
import type { EventType, Route } from '../event/index.ts'
import type { Facts, TokenState } from './judge/index.ts'

/** One row of `factsOfEvents`. −1 and empty mean that it was not said. */
export interface FactsRow {
  site: string
  /** Hex, as `rank` is decimal: neither fits a number. */
  id: string
  rank: string
  type: EventType
  route: Route
  token: TokenState
  issuedAt: number
  lifetimeSeconds: number
  list: string
  itemInList: number
  trusted: number
  hidden: number
  purpose: string
  agent: string
  origin: string
  address: string
  addressHash: string
  occurredAt: number
  sentAt: number | null
  receivedAt: number
  consent: number
  gpc: number
  at: number
  hasOutbox: number
  rules: number
  reasons: string[]
}

/** What the judge takes. */
export function factsOfRow(row: FactsRow): Facts {
  const facts: Facts = {
    type: row.type,
    route: row.route,
    token: row.token,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
  }
  if (row.token === 'good') {
    facts.tokenIssuedAt = row.issuedAt * 1_000
    if (row.lifetimeSeconds > 0) facts.tokenLifetimeSeconds = row.lifetimeSeconds
  }
  for (const name of ['itemInList', 'trusted', 'hidden', 'consent', 'gpc'] as const)
    if (row[name] >= 0) facts[name] = row[name] === 1
  for (const name of ['purpose', 'agent', 'origin', 'address', 'addressHash'] as const)
    if (row[name] !== '') facts[name] = row[name]
  if (row.sentAt !== null) facts.sentAt = row.sentAt
  return facts
}
