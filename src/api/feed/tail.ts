// The end of the feed, read once for all that follow it. However many read, and however slowly, the store is asked once for each stretch.
// Promises: readers at one place share one question; an empty answer is asked again only after FEED_POLL_MS. Holds a few pages, no reader.
import type { Clock } from '../../platform/index.ts'
import { type FeedPage, type FeedPlace, placeText } from '../../report/index.ts'
import { FEED_PAGES_KEPT, FEED_POLL_MS } from '../limits.ts'

interface Known {
  askedAt: number
  page: Promise<FeedPage>
  /** Undefined while it is being read. */
  isEmpty?: boolean
}

export class Tail {
  readonly #ask: (after: FeedPlace) => Promise<FeedPage>
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #pages = new Map<string, Known>()

  constructor(ask: (after: FeedPlace) => Promise<FeedPage>, clock: Pick<Clock, 'monotonic'>) {
    this.#ask = ask
    this.#clock = clock
  }

  /** What comes after a place, as `feedPage` says. */
  page(after: FeedPlace): Promise<FeedPage> {
    const key = placeText(after)
    const known = this.#pages.get(key)
    const now = this.#clock.monotonic()
    if (known && (known.isEmpty !== true || now - known.askedAt < FEED_POLL_MS)) return known.page
    const fresh: Known = { askedAt: now, page: this.#ask(after) }
    this.#pages.delete(key)
    this.#pages.set(key, fresh)
    fresh.page.then(
      ({ events, isEnd }) => {
        fresh.isEmpty = events.length === 0 && isEnd
      },
      () => {
        if (this.#pages.get(key) === fresh) this.#pages.delete(key)
      },
    )
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= FEED_PAGES_KEPT) break
      this.#pages.delete(oldest)
    }
    return fresh.page
  }
}
