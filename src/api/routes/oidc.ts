// Signing in with an identity provider: `/sign-in/oidc` sends the person there, the callback brings them back and begins a session.
// Only where one is configured. `/sign-in` tells the sign-in page what there is.
import type { Context } from 'hono'
import { WaysideError } from '../../event/index.ts'
import type { Access } from '../access/access.ts'
import { addressOf } from '../access/address.ts'
import { type Flow, Provider } from '../access/provider.ts'
import type { ApiOptions, App } from '../context.ts'
import { messagePage, STYLE } from '../page.ts'
import { stylePolicy } from '../policy.ts'

const CALLBACK = '/sign-in/oidc/callback'

export function addOidc(app: App, options: ApiOptions, access: Access): void {
  const { oidc, publicUrl } = options
  app.get('/sign-in', (context) => context.json({ oidc: oidc && publicUrl ? { name: oidc.name } : null }))
  if (!oidc || !publicUrl) return
  const provider = new Provider(oidc)
  app.get('/sign-in/oidc', async (context) => {
    try {
      const { url, flow } = await provider.leave(
        new URL(CALLBACK, publicUrl),
        placeWithin(publicUrl, context.req.query('to')),
      )
      await access.cookies.writeFlow(context, flow)
      return context.redirect(url.href)
    } catch (error) {
      return refuse(context, error, 'The identity provider does not answer. Try again, or sign in with a key.', 503)
    }
  })
  app.get(CALLBACK, async (context) => {
    const flow = await access.cookies.takeFlow<Flow>(context)
    const address = addressOf(context, options)
    if (!flow) return say(context, 'This sign-in was begun in another browser, or too long ago. Begin again.', 400)
    try {
      const person = await provider.comeBack(new URL(CALLBACK + new URL(context.req.url).search, publicUrl), flow)
      const { secret, expiresAt, grant } = access.sessions.begin(person)
      await access.cookies.write(context, secret, expiresAt)
      access.audit.add({ kind: 'signed_in', who: grant.id, sites: grant.sites, address })
      return context.redirect(flow.to)
    } catch (error) {
      access.audit.add({ kind: 'sign_in_refused', who: '', sites: [], detail: (error as Error).message, address })
      const text = error instanceof WaysideError ? error.message : 'The identity provider did not confirm who you are.'
      return refuse(context, error, `You were not signed in. ${text}`, 403)
    }
  })
}

/** An address of ours, never another site's: read as browsers read it, who skip tabs and take `\\` for `/` (WHATWG URL, 4.4). */
function placeWithin(publicUrl: string, to = '/'): string {
  const { origin } = new URL(publicUrl)
  const place = to.length < 2_000 && URL.canParse(to, publicUrl) ? new URL(to, publicUrl) : undefined
  return place?.origin === origin ? origin + place.pathname + place.search : `${origin}/`
}

function refuse(context: Context, error: unknown, text: string, status: 403 | 503): Response | Promise<Response> {
  if (!(error instanceof WaysideError)) process.stderr.write(`sign-in: ${(error as Error).message}\n`)
  return say(context, text, status)
}

/** A person reads this in their browser: a page, with a way back. */
function say(context: Context, text: string, status: 400 | 403 | 503): Response | Promise<Response> {
  return context.html(messagePage('Sign-in', text), status, { 'Content-Security-Policy': stylePolicy(STYLE) })
}
