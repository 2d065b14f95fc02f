// What a sender has done, in numbers that add up, and what went wrong, told once a minute and not once an event.
import type { ErrorCode } from '../event/index.ts'
import { FAULT_EVERY_MS } from './limits.ts'
import type { Now } from './now.ts'

/** Events, but for the last four. recorded + inherited = delivered + rejected + refused + dropped + expired + handedOver + pending. */
export interface Counters {
  /** Told by the recommender. */
  recorded: number
  /** Found in the folder, left by a sender that was gone. */
  inherited: number
  /** Taken by the service. */
  delivered: number
  /** Refused by the service one by one; see `rejectedBy`. */
  rejected: number
  /** In batches that the service refused whole; kept in the folder as `.refused`. */
  refused: number
  /** For want of room, unreadable, or told after `close`. */
  dropped: number
  /** Waited for more than 35 days. */
  expired: number
  /** Taken over by another sender, that thought this one gone. */
  handedOver: number
  /** Not settled yet. */
  pending: number
  /** Of those, in memory only: lost if the process died now. */
  inMemory: number
  /** HTTP requests, and those of them that the service did not answer. */
  requests: number
  failures: number
  /** Rejected events by error code. */
  rejectedBy: Record<string, number>
}

/** Something that an operator should know. Codes are those of `docs/reference/errors.md`. */
export interface Fault {
  code: ErrorCode | (string & {})
  message: string
}

export function newCounters(): Omit<Counters, 'pending' | 'inMemory'> {
  return {
    recorded: 0,
    inherited: 0,
    delivered: 0,
    rejected: 0,
    refused: 0,
    dropped: 0,
    expired: 0,
    handedOver: 0,
    requests: 0,
    failures: 0,
    rejectedBy: {},
  }
}

/** Tells each code at once, then no more than once in FAULT_EVERY_MS. Never throws, whatever `onFault` does. */
export function createReporter(
  onFault: (fault: Fault) => void,
  now: Now,
): (code: Fault['code'], message: string) => void {
  const toldAt = new Map<string, number>()
  return (code, message) => {
    if (now() - (toldAt.get(code) ?? Number.NEGATIVE_INFINITY) < FAULT_EVERY_MS) return
    toldAt.set(code, now())
    try {
      onFault({ code, message })
    } catch {
      // The recommender's own handler failed; it has its own ways to notice.
    }
  }
}

/** The default: a process warning, which Node prints to standard error. */
export function warn({ code, message }: Fault): void {
  process.emitWarning(message, { type: 'WaysideWarning', code })
}
