// The self-check of the books, now and then: it reads every id.
import { systemClock } from '../platform/index.ts'
import { type SelfCheck, selfCheck } from '../report/index.ts'
import type { Store } from '../store/index.ts'

/** Once in this time is enough, milliseconds. */
const CHECK_EVERY_MS = 300_000

/** @returns the last check, and begins the next one when it is time; nobody waits for it. */
export function selfChecker(store: Store): () => SelfCheck | undefined {
  let last: SelfCheck | undefined
  let begunAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = systemClock.monotonic()
    if (now - begunAt >= CHECK_EVERY_MS) {
      begunAt = now
      selfCheck(store).then(
        (found) => {
          last = found
        },
        () => undefined,
      )
    }
    return last
  }
}
