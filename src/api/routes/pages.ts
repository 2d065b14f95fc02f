// The dashboard's files, and the security headers of every answer.
// Promises: pages load scripts and styles from here alone, run nothing inline and may be framed by nobody, except a shared link's page by
// the origins that the link names.
import type { Context, MiddlewareHandler } from 'hono'
import type { Access } from '../access/access.ts'
import type { ApiOptions, App, StaticPage } from '../context.ts'
import { KEPT_FOR_EVER, pagePolicy } from '../policy.ts'

const FOREVER = 'public, max-age=31536000, immutable'

/** Headers of every answer. A policy that the answer brought stays. */
export const secure: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  const policy = headers.get('Content-Security-Policy') ?? "default-src 'none'; frame-ancestors 'none'"
  headers.set('Content-Security-Policy', policy)
  if (policy.includes("frame-ancestors 'none'")) headers.set('X-Frame-Options', 'DENY')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
}

export function addPages(app: App, { pages }: ApiOptions, { shares }: Access): void {
  for (const [path, page] of pages) {
    const keep = KEPT_FOR_EVER.test(path) ? FOREVER : 'no-cache'
    app.get(path, (context) => send(context, page, [], keep))
  }
  const start = pages.get('/')
  if (!start) return
  // The same page; what it shows, and to whom, the token behind the `#` decides, which does not reach us here.
  app.get('/share/:id', (context) =>
    send(context, start, shares.find(context.req.param('id'))?.embed ?? [], 'private, no-cache'),
  )
}

function send(
  context: Context,
  { type, body, brotli }: StaticPage,
  ancestors: readonly string[],
  keep: string,
): Response {
  const isShort = brotli !== undefined && /\bbr\b/.test(context.req.header('Accept-Encoding') ?? '')
  return new Response((isShort ? brotli : body) as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': pagePolicy(ancestors),
      'Cache-Control': keep,
      Vary: 'Accept-Encoding',
      ...(isShort && { 'Content-Encoding': 'br' }),
    },
  })
}
