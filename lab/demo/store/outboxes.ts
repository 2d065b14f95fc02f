// What pages say about their outboxes: the shop's own script counts its storage keys and tells the shop's server.
// Promises: the newest count per browser. Does not: know about a browser that says nothing, e.g. while it is on the other site.

/** What `GET /outboxes` answers. */
export interface OutboxesAnswer {
  /** Events that browsers held when they last said so. */
  waiting: number
  /** Of which clicks. */
  clicks: number
  /** Browsers heard of in the last hour. */
  browsers: number
}

interface Said {
  waiting: number
  clicks: number
  at: number
}

const FORGOTTEN_AFTER_MS = 3_600_000
const BROWSERS_MAX = 1_000

export class Outboxes {
  readonly #browsers = new Map<string, Said>()

  /** Take what a page said: `{browser, waiting, clicks}` as JSON. Anything else is passed over. */
  hear(text: string): void {
    try {
      const { browser, waiting, clicks } = JSON.parse(text) as Record<string, unknown>
      if (typeof browser !== 'string' || browser.length > 40 || !isCount(waiting) || !isCount(clicks)) return
      if (!this.#browsers.has(browser) && this.#browsers.size >= BROWSERS_MAX) return
      this.#browsers.set(browser, { waiting, clicks, at: Date.now() })
    } catch {
      // Not from our script.
    }
  }

  sum(): OutboxesAnswer {
    const sum = { waiting: 0, clicks: 0, browsers: 0 }
    for (const [browser, said] of this.#browsers) {
      if (Date.now() - said.at > FORGOTTEN_AFTER_MS) this.#browsers.delete(browser)
      else {
        sum.waiting += said.waiting
        sum.clicks += said.clicks
        sum.browsers++
      }
    }
    return sum
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
