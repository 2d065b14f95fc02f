// Who may ask what: a bearer key, its right, its sites, and how often.
import type { MiddlewareHandler } from 'hono'
import { WaysideError } from '../event/index.ts'
import type { ApiOptions, Grant, Variables } from './context.ts'
import { KEY_REQUESTS_MAX, KEY_WINDOW_MS } from './limits.ts'

interface Window {
  startedAt: number
  count: number
}

/** The windows of one application. */
const windowsOf = new WeakMap<ApiOptions, Map<string, Window>>()

/** Lets a request through when its key holds the right, or is an admin key, and has not asked too often. @throws WaysideError UNAUTHORIZED, FORBIDDEN, RATE_LIMITED. */
export function requireRight(options: ApiOptions, right: Grant['right']): MiddlewareHandler<Variables> {
  return async (context, next) => {
    const key = bearer(context.req.header('Authorization'))
    const grant = key === undefined ? undefined : options.authenticate(key)
    if (!grant) throw new WaysideError('UNAUTHORIZED')
    const waitMs = overLimit(options, grant.id)
    if (waitMs > 0) {
      context.header('Retry-After', String(Math.ceil(waitMs / 1000)))
      throw new WaysideError('RATE_LIMITED')
    }
    if (grant.right !== 'admin' && grant.right !== right) throw new WaysideError('FORBIDDEN')
    context.set('grant', grant)
    await next()
  }
}

/** The key of an Authorization header. */
export function bearer(header: string | undefined): string | undefined {
  return /^Bearer (\S{1,200})$/i.exec(header ?? '')?.[1]
}

/** @throws WaysideError FORBIDDEN when the key does not cover the site. An unknown site is answered alike, so that names do not leak. */
export function requireSite(grant: Grant, site: string): string {
  if (grant.sites !== '*' && !grant.sites.includes(site)) throw new WaysideError('FORBIDDEN')
  return site
}

/** A fixed window per key, over all routes. Memory is bounded by the number of live keys. @returns milliseconds to wait; 0 when it may pass. */
function overLimit(options: ApiOptions, id: string): number {
  let windows = windowsOf.get(options)
  if (!windows) {
    windows = new Map()
    windowsOf.set(options, windows)
  }
  const now = options.monotonic()
  let window = windows.get(id)
  if (!window || now - window.startedAt >= KEY_WINDOW_MS) {
    window = { startedAt: now, count: 0 }
    windows.set(id, window)
  }
  return ++window.count > KEY_REQUESTS_MAX ? window.startedAt + KEY_WINDOW_MS - now : 0
}
