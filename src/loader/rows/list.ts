// The columns of a row that say which list it belongs to, in the order of the store's structure.
import type { Route } from '../../event/index.ts'
import type { ReadEvent } from '../facts.ts'
import { isTrustedRoute, type TokenState } from '../judge/index.ts'
import type { RowBuffer } from './buffer.ts'

const STATES: Readonly<Record<TokenState, number>> = { absent: 0, good: 1, malformed: 2, forged: 3 }
const SECONDS_MAX = 4_294_967_295

export interface ListColumns {
  token: TokenState
  /** Unix seconds; 0 when unknown. */
  issuedAt: number
  /** 0 when the token names none. */
  lifetimeSeconds: number
  list: string
  placement: string
  variant: string
}

/** Write them. Times out of range are cut to what the columns hold. */
export function writeList(rows: RowBuffer, columns: ListColumns): void {
  rows.u8(STATES[columns.token])
  rows.u32(Math.min(SECONDS_MAX, Math.max(0, columns.issuedAt)))
  rows.u32(Math.min(SECONDS_MAX, columns.lifetimeSeconds))
  rows.string(columns.list)
  rows.string(columns.placement)
  rows.string(columns.variant)
}

/** Write those of an event: what its token says; without one, what a sender who held a key says. Others could invent placements. */
export function writeListOf(rows: RowBuffer, { event, token }: ReadEvent, route: Route): void {
  if (token) {
    rows.raw(token.columns)
    return
  }
  const named = isTrustedRoute(route)
  writeList(rows, {
    token: 'absent',
    issuedAt: 0,
    lifetimeSeconds: 0,
    list: (named && event.listId) || '',
    placement: (named && event.placement) || '',
    variant: (named && event.variant) || '',
  })
}

/** The list id that {@link writeListOf} writes; empty when there is none. */
export function listIdOf({ event, token }: ReadEvent, route: Route): string {
  if (token) return token.result.ok ? token.result.payload.l : ''
  return (isTrustedRoute(route) && event.listId) || ''
}
