// What a row says of the list that its event belongs to.
import type { Event, Route } from '../../event/index.ts'
import { isTrustedRoute, type TokenState } from '../judge/index.ts'
import type { KnownToken } from '../tokens.ts'

/** Of one list. Times are within what their columns hold. */
export interface ListFacts {
  token: TokenState
  /** Unix seconds; 0 when unknown. */
  issuedAt: number
  /** 0 when the token names none. */
  lifetimeSeconds: number
  /** Empty when there is none, as the two below. */
  list: string
  placement: string
  variant: string
}

const NO_LIST: ListFacts = { token: 'absent', issuedAt: 0, lifetimeSeconds: 0, list: '', placement: '', variant: '' }

/** What its token says; without one, what a sender who held a key says. Others could invent placements. */
export function listOf(event: Event, token: KnownToken | undefined, route: Route): ListFacts {
  if (token) return token.list
  if (!isTrustedRoute(route)) return NO_LIST
  const { listId = '', placement = '', variant = '' } = event
  return listId === '' && placement === '' && variant === ''
    ? NO_LIST
    : { ...NO_LIST, list: listId, placement, variant }
}
