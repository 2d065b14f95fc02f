// The dashboard's files: a page, a script, styles and a font, under a policy that lets nothing else in and nothing out.
import type { ApiOptions, App } from '../context.ts'

/** Of pages: scripts, styles, fonts and requests from here only; charts are saved by way of `blob:` pictures. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A name that holds a hash of the content never changes its meaning. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/
const FOREVER = 'public, max-age=31536000, immutable'

export function addPages(app: App, { pages }: ApiOptions): void {
  for (const [path, { type, body, brotli }] of pages) {
    app.get(path, (context) => {
      const isShort = brotli !== undefined && /\bbr\b/.test(context.req.header('Accept-Encoding') ?? '')
      return new Response((isShort ? brotli : body) as Uint8Array<ArrayBuffer>, {
        headers: {
          'Content-Type': type,
          'Content-Security-Policy': POLICY,
          'Cache-Control': HASHED.test(path) ? FOREVER : 'no-cache',
          Vary: 'Accept-Encoding',
          ...(isShort && { 'Content-Encoding': 'br' }),
        },
      })
    })
  }
}
