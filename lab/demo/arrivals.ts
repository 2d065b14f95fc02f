// Notes when each page was asked for, so that a test can tell how long a visitor waited between a click and the next page's request.
import type { MiddlewareHandler } from 'hono'

export interface Arrival {
  /** Path and query, as asked for. */
  url: string
  /** Milliseconds since the Unix epoch, when the request's head was read. */
  at: number
}

const KEPT_COUNT = 1_000

/** `GET /arrivals` answers with the last requests for pages, oldest first. */
export function noteArrivals(): MiddlewareHandler {
  const arrivals: Arrival[] = []
  return async (context, next) => {
    if (context.req.path === '/arrivals') return context.json(arrivals)
    if (context.req.method === 'GET' && context.req.header('sec-fetch-dest') === 'document') {
      const { pathname, search } = new URL(context.req.url)
      arrivals.push({ url: pathname + search, at: Date.now() })
      if (arrivals.length > KEPT_COUNT) arrivals.shift()
    }
    return next()
  }
}
