// Signing in and out with a key, who one is, and who else is signed in.
// Promises: the key travels in a body, never in an address; another site's page cannot sign anybody in or out; wrong keys are counted by address.
import type { Context } from 'hono'
import { WaysideError } from '../../event/index.ts'
import type { Access } from '../access/access.ts'
import { addressOf } from '../access/address.ts'
import { isFromOwnPage } from '../access/own-page.ts'
import type { ApiOptions, App, Grant, Variables } from '../context.ts'
import { covers } from '../guard.ts'
import { guard, route } from '../route.ts'
import { sessionAnswer, sessionsAnswer, signIn } from '../schemas/access.ts'
import { doneAnswer, keyId } from '../schemas/keys.ts'

export function addSession(app: App, options: ApiOptions, access: Access): void {
  addDoor(app, options, access)
  addLists(app, access)
}

function addDoor(app: App, options: ApiOptions, access: Access): void {
  const { sessions, audit, cookies, failures } = access
  app.openapi(
    route('post', '/api/v1/session', {
      summary: 'Sign in with a key: the answer sets a cookie',
      body: signIn,
      answer: sessionAnswer,
      isPublic: true,
    }),
    async (context) => {
      requireOwnPage(context, options)
      const address = addressOf(context, options)
      const waitMs = failures.look(address)
      if (waitMs > 0) {
        context.header('Retry-After', String(Math.ceil(waitMs / 1000)))
        throw new WaysideError('RATE_LIMITED', 'Too many failed sign-ins from this address.')
      }
      const found = options.authenticate(context.req.valid('json').key)
      if (!found || found.right === 'write') {
        failures.take(address)
        audit.add({ kind: 'sign_in_refused', who: found?.id ?? '', sites: found?.sites ?? [], address })
      }
      if (!found) throw new WaysideError('UNAUTHORIZED', 'No live key is spelt like this.')
      const { secret, expiresAt, grant } = sessions.begin({ kind: 'key', id: found.id })
      await cookies.write(context, secret, expiresAt)
      audit.add({ kind: 'signed_in', who: grant.id, sites: grant.sites, address })
      return context.json(tell(options, grant, 'session', expiresAt), 200)
    },
  )
  guard(app, 'read', 'GET', '/api/v1/session')
  app.openapi(
    route('get', '/api/v1/session', { summary: 'Who asks, and what they may see', answer: sessionAnswer }),
    (context) => {
      const { by, session } = context.get('caller')!
      const expiresAt = session === undefined ? undefined : sessions.find(session)?.expiresAt
      return context.json(tell(options, context.get('grant'), by, expiresAt), 200)
    },
  )
  app.openapi(
    route('delete', '/api/v1/session', { summary: 'Sign out', answer: doneAnswer, isPublic: true }),
    (context) => {
      const secret = context.get('caller')?.session
      const found = secret === undefined ? undefined : sessions.find(secret)
      cookies.clear(context)
      if (!found) return context.json({ id: '' }, 200)
      sessions.end(found.id)
      audit.add({ kind: 'signed_out', who: found.grant.id, sites: found.grant.sites })
      return context.json({ id: found.id }, 200)
    },
  )
}

function addLists(app: App, { sessions, audit }: Access): void {
  guard(app, 'admin', 'GET', '/api/v1/sessions')
  guard(app, 'admin', 'DELETE', '/api/v1/sessions/:id')
  app.openapi(route('get', '/api/v1/sessions', { summary: 'Who is signed in', answer: sessionsAnswer }), (context) => {
    const grant = context.get('grant')
    return context.json({ sessions: sessions.list().filter(({ sites }) => covers(grant, sites)) }, 200)
  })
  app.openapi(
    route('delete', '/api/v1/sessions/{id}', {
      summary: 'End a session',
      params: keyId,
      answer: doneAnswer,
      optional: true,
    }),
    (context) => {
      const { id } = context.req.valid('param')
      const grant = context.get('grant')
      const found = sessions.list().find((session) => session.id === id && covers(grant, session.sites))
      if (!found) throw new WaysideError('NOT_FOUND', 'No session with this id, or not one that this key covers.')
      sessions.end(id)
      audit.add({ kind: 'session_ended', who: grant.id, sites: found.sites, subject: found.who })
      return context.json({ id }, 200)
    },
  )
}

/** Programs say neither Origin nor Sec-Fetch-Site and may sign in; a page of another site may not. */
function requireOwnPage(context: Context<Variables>, { publicUrl }: ApiOptions): void {
  const header = (name: string): string | undefined => context.req.header(name)
  if (header('Origin') === undefined && header('Sec-Fetch-Site') === undefined) return
  if (!isFromOwnPage({ method: context.req.method, url: context.req.url, header }, publicUrl))
    throw new WaysideError('CROSS_SITE')
}

function tell(options: ApiOptions, grant: Grant, by: 'key' | 'share' | 'session', expiresAt: number | undefined) {
  return {
    by,
    who: grant.id,
    right: grant.right,
    everySite: grant.sites === '*',
    sites: grant.sites === '*' ? options.sites() : grant.sites,
    ...(grant.paths && { paths: [...grant.paths] }),
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
  }
}
