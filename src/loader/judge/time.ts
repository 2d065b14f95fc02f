// When did it happen? The page clock, bounded and corrected by ours (rules M18 and M19). Late and skewed are flags: such events count.
import { CLOCK_SKEW_MAX_MS, OUTBOX_AGE_MAX_MS } from '../../event/index.ts'
import type { Facts } from './facts.ts'
import { LATE_AFTER_MS } from './limits.ts'
import { isTrustedRoute } from './rule.ts'

/** The corrected time of an event, and what was odd about its clock. */
export interface CorrectedTime {
  /** Milliseconds since the Unix epoch, whole, never after `receivedAt`. For reporting; never for partitions. */
  at: number
  /** It arrived more than LATE_AFTER_MS after it happened: it lands in its own hour, which may have been read already. */
  late: boolean
  /** The page clock was off by more than CLOCK_SKEW_MAX_MS, or said something impossible. */
  skewed: boolean
}

/**
 * Corrected time = occurredAt + (receivedAt − sentAt): the page clock measures only how long the event waited in the outbox, which a
 * wrong clock measures as well as a right one; ours says when that wait ended. Bounds: not after `receivedAt`; not longer before
 * it than an outbox keeps events; not before its list was signed. Servers' times are believed, up to now.
 */
export function correctTime(facts: Facts): CorrectedTime {
  const { occurredAt, sentAt, receivedAt } = facts
  if (isTrustedRoute(facts.route)) {
    const at = clamp(occurredAt, 0, receivedAt)
    return { at, late: receivedAt - at > LATE_AFTER_MS, skewed: Math.abs(at - occurredAt) > CLOCK_SKEW_MAX_MS }
  }
  const offset = sentAt === undefined ? 0 : receivedAt - sentAt
  const earliest = Math.max(receivedAt - OUTBOX_AGE_MAX_MS, facts.tokenIssuedAt ?? 0)
  const guess = occurredAt + offset
  const at = clamp(guess, Math.min(earliest, receivedAt), receivedAt)
  const skewed = Math.abs(offset) > CLOCK_SKEW_MAX_MS || Math.abs(at - guess) > CLOCK_SKEW_MAX_MS
  return { at, late: receivedAt - at > LATE_AFTER_MS, skewed }
}

function clamp(value: number, low: number, high: number): number {
  return Math.floor(Math.min(high, Math.max(low, value)))
}
