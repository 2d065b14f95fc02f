// Who asks, and whether they may: a bearer key, a shared link's token or a session's cookie; its right, its sites, and how often.
import type { Context, MiddlewareHandler } from 'hono'
import { WaysideError } from '../event/index.ts'
import type { Access } from './access/access.ts'
import { addressOf } from './access/address.ts'
import { isFromOwnPage } from './access/own-page.ts'
import { isShareToken } from './access/shares.ts'
import type { ApiOptions, Caller, Grant, Variables } from './context.ts'

/** Finds out who asks. A header counts before a cookie; a request with neither goes on as nobody's. @throws WaysideError CROSS_SITE. */
export function identify(options: ApiOptions, access: Access): MiddlewareHandler<Variables> {
  return async (context, next) => {
    context.set('access', access)
    context.set('caller', await callerOf(context, options, access))
    await next()
  }
}

async function callerOf(context: Context, options: ApiOptions, access: Access): Promise<Caller | undefined> {
  const header = context.req.header('Authorization')
  if (header !== undefined) {
    const key = bearer(header) ?? ''
    if (!isShareToken(key)) return { by: 'key', grant: () => options.authenticate(key) }
    return { by: 'share', address: addressOf(context, options), grant: () => access.shares.grantOf(key) }
  }
  const secret = await access.cookies.read(context)
  if (secret === undefined) return undefined
  const asked = { method: context.req.method, url: context.req.url, header: (name: string) => context.req.header(name) }
  if (!isFromOwnPage(asked, options.publicUrl)) throw new WaysideError('CROSS_SITE')
  return { by: 'session', session: secret, grant: () => access.sessions.find(secret)?.grant }
}

/** Lets a request through when its asker holds the right, or is an admin, and has not asked too often. @throws WaysideError UNAUTHORIZED, FORBIDDEN, RATE_LIMITED. */
export function requireRight(right: Grant['right']): MiddlewareHandler<Variables> {
  return async (context, next) => {
    const caller = context.get('caller')
    const grant = caller?.grant()
    if (!grant) throw new WaysideError('UNAUTHORIZED')
    const { requests, shareUses, audit } = context.get('access')
    const waitMs = requests.take(`${grant.id} ${caller?.address ?? ''}`)
    if (waitMs > 0) {
      context.header('Retry-After', String(Math.ceil(waitMs / 1000)))
      throw new WaysideError('RATE_LIMITED')
    }
    if (grant.right !== 'admin' && grant.right !== right) throw new WaysideError('FORBIDDEN')
    if (grant.paths && !grant.paths.includes(context.req.path))
      throw new WaysideError('FORBIDDEN', 'A shared link does not answer this question.')
    if (caller?.by === 'share' && shareUses.take(grant.id) === 0)
      audit.add({ kind: 'share_used', who: grant.id, sites: grant.sites, subject: grant.id.replace('share:', '') })
    context.set('grant', grant)
    await next()
  }
}

/** The key of an Authorization header. */
function bearer(header: string | undefined): string | undefined {
  return /^Bearer (\S{1,200})$/i.exec(header ?? '')?.[1]
}

/** @throws WaysideError FORBIDDEN when the key does not cover the site. An unknown site is answered alike, so that names do not leak. */
export function requireSite(grant: Grant, site: string): string {
  if (grant.sites !== '*' && !grant.sites.includes(site)) throw new WaysideError('FORBIDDEN')
  return site
}

/** Does a grant reach all that something is about? */
export function covers(grant: Grant, sites: readonly string[] | '*'): boolean {
  return grant.sites === '*' || (sites !== '*' && sites.every((site) => grant.sites.includes(site)))
}
