// Who may ask what: a bearer key, its right, its sites, and how often.
import type { MiddlewareHandler } from 'hono'
import { WaysideError } from '../event/index.ts'
import type { ApiOptions, Grant, Variables } from './context.ts'
import { KEY_REQUESTS_MAX, KEY_WINDOW_MS } from './limits.ts'

/** Lets a request through when its key holds one of the rights; admin keys hold all. */
export function requireRight(options: ApiOptions, ...rights: Grant['right'][]): MiddlewareHandler<Variables> {
  return async (context, next) => {
    const [, key] = /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '') ?? []
    const grant = key && options.authenticate(key)
    if (!grant) throw new WaysideError('UNAUTHORIZED')
    if (grant.right !== 'admin' && !rights.includes(grant.right)) throw new WaysideError('FORBIDDEN')
    context.set('grant', grant)
    await next()
  }
}

/** @throws WaysideError FORBIDDEN when the key does not cover the site. An unknown site is answered alike, so that names do not leak. */
export function requireSite(grant: Grant, site: string): string {
  if (grant.sites !== '*' && !grant.sites.includes(site)) throw new WaysideError('FORBIDDEN')
  return site
}

/** A fixed window per key. Memory is bounded by the number of live keys. */
export function limitRate(monotonic: () => number): MiddlewareHandler<Variables> {
  const windows = new Map<string, { startedAt: number; count: number }>()
  return async (context, next) => {
    const { id } = context.get('grant')
    const now = monotonic()
    let window = windows.get(id)
    if (!window || now - window.startedAt >= KEY_WINDOW_MS) {
      window = { startedAt: now, count: 0 }
      windows.set(id, window)
    }
    if (++window.count > KEY_REQUESTS_MAX) {
      context.header('Retry-After', String(Math.ceil((window.startedAt + KEY_WINDOW_MS - now) / 1000)))
      throw new WaysideError('RATE_LIMITED')
    }
    await next()
  }
}
