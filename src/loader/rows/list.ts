// The columns of a row that say which list it belongs to, in the order of the store's structure.
import type { TokenState } from '../judge/index.ts'
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
