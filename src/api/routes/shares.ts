// Shared links, for admins: make, list, revoke; and the audit list. An admin of some sites makes and sees only those of these sites.
import { WaysideError } from '../../event/index.ts'
import type { Access } from '../access/access.ts'
import { SHARE_VIEWS } from '../access/views.ts'
import type { App } from '../context.ts'
import { covers } from '../guard.ts'
import { guard, route } from '../route.ts'
import { auditAnswer, auditQuery, madeShare, newShare, sharesAnswer } from '../schemas/access.ts'
import { doneAnswer, keyId } from '../schemas/keys.ts'

export function addShares(app: App, sites: () => string[], { shares, audit }: Access): void {
  guard(app, 'admin', 'GET', '/api/v1/shares', '/api/v1/audit')
  guard(app, 'admin', 'POST', '/api/v1/shares')
  guard(app, 'admin', 'DELETE', '/api/v1/shares/:id')
  app.openapi(
    route('get', '/api/v1/shares', { summary: 'Shared links, without their tokens', answer: sharesAnswer }),
    (context) => {
      const grant = context.get('grant')
      const seen = shares.list().filter(({ site }) => covers(grant, [site]))
      return context.json({ shares: seen, views: [...SHARE_VIEWS] }, 200)
    },
  )
  app.openapi(
    route('post', '/api/v1/shares', {
      summary: 'Share a site, or a view of it; the link is shown this once',
      body: newShare,
      answer: madeShare,
    }),
    (context) => {
      const asked = context.req.valid('json')
      const grant = context.get('grant')
      if (!covers(grant, [asked.site])) throw new WaysideError('FORBIDDEN')
      if (!sites().includes(asked.site)) throw new WaysideError('SITE_UNKNOWN')
      const { id, token, expiresAt } = shares.add(asked, grant.id)
      const detail = [asked.view ?? 'all views', `${asked.days} days`, ...asked.embed].join(', ')
      audit.add({ kind: 'share_made', who: grant.id, sites: [asked.site], subject: id, detail })
      return context.json(
        { id, token, path: `/share/${id}#${token}`, expiresAt: new Date(expiresAt).toISOString() },
        200,
      )
    },
  )
  app.openapi(
    route('delete', '/api/v1/shares/{id}', {
      summary: 'End a shared link',
      params: keyId,
      answer: doneAnswer,
      optional: true,
    }),
    (context) => {
      const { id } = context.req.valid('param')
      const grant = context.get('grant')
      const share = shares.find(id)
      if (!share || !covers(grant, [share.site]))
        throw new WaysideError('NOT_FOUND', 'No live link with this id, or not one that this key covers.')
      shares.revoke(id)
      audit.add({ kind: 'share_revoked', who: grant.id, sites: [share.site], subject: id })
      return context.json({ id }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/audit', {
      summary: 'Sign-ins, keys and shared links: what happened, newest first',
      query: auditQuery,
      answer: auditAnswer,
    }),
    (context) => {
      const { kind, limit } = context.req.valid('query')
      return context.json({ entries: audit.list(context.get('grant').sites, kind, limit) }, 200)
    },
  )
}
