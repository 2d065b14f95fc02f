// Keys over HTTP, for admin keys: list, make, rotate, revoke. Changes hold at once, without a restart.
// Promises: an admin key of some sites sees and changes only keys that cover no other site; secrets are shown once and never listed.
import { WaysideError } from '../../event/index.ts'
import type { Access } from '../access/access.ts'
import type { ApiOptions, App, Grant, KeyEntry } from '../context.ts'
import { covers } from '../guard.ts'
import { guard, route } from '../route.ts'
import { doneAnswer, keyId, keysAnswer, madeKey, newKey } from '../schemas/keys.ts'

export function addKeys(app: App, options: ApiOptions, { audit }: Access): void {
  const { keys } = options
  guard(app, 'admin', 'GET', '/api/v1/keys')
  guard(app, 'admin', 'POST', '/api/v1/keys', '/api/v1/keys/:id/rotate')
  guard(app, 'admin', 'DELETE', '/api/v1/keys/:id')
  const find = (grant: Grant, id: string): KeyEntry => {
    const entry = keys.list().find((key) => key.id === id && key.revokedAt === '' && covers(grant, key.sites))
    if (!entry) throw new WaysideError('NOT_FOUND', 'No live key with this id, or not one that this key covers.')
    return entry
  }
  app.openapi(
    route('get', '/api/v1/keys', { summary: 'All keys, without their secrets', answer: keysAnswer }),
    (context) => {
      const grant = context.get('grant')
      return context.json({ keys: keys.list().filter(({ sites }) => covers(grant, sites)) }, 200)
    },
  )
  app.openapi(
    route('post', '/api/v1/keys', { summary: 'Make a key; it is shown this once', body: newKey, answer: madeKey }),
    (context) => {
      const { kind, sites } = context.req.valid('json')
      const grant = context.get('grant')
      if (!covers(grant, sites)) throw new WaysideError('FORBIDDEN')
      const made = keys.add(kind, sites)
      audit.add({ kind: 'key_made', who: grant.id, sites, subject: made.id, detail: kind })
      return context.json({ kind, ...made }, 200)
    },
  )
  app.openapi(
    route('post', '/api/v1/keys/{id}/rotate', {
      summary: 'Make a key like this one; the old one lives until it is revoked',
      params: keyId,
      answer: madeKey,
      optional: true,
    }),
    (context) => {
      const grant = context.get('grant')
      const { id, kind, sites } = find(grant, context.req.valid('param').id)
      const made = keys.add(kind, sites)
      audit.add({ kind: 'key_rotated', who: grant.id, sites, subject: id, detail: `${kind}, now ${made.id}` })
      return context.json({ kind, ...made }, 200)
    },
  )
  app.openapi(
    route('delete', '/api/v1/keys/{id}', { summary: 'End a key', params: keyId, answer: doneAnswer, optional: true }),
    (context) => {
      const grant = context.get('grant')
      const { id, kind, sites } = find(grant, context.req.valid('param').id)
      keys.revoke(id)
      audit.add({ kind: 'key_revoked', who: grant.id, sites, subject: id, detail: kind })
      return context.json({ id }, 200)
    },
  )
}
