// Keys over HTTP, for admin keys: list, make, rotate, revoke. Changes hold at once, without a restart.
// Promises: an admin key of some sites sees and changes only keys that cover no other site; secrets are shown once and never listed.
import { WaysideError } from '../../event/index.ts'
import type { ApiOptions, App, Grant, KeyEntry } from '../context.ts'
import { guard, route } from '../route.ts'
import { doneAnswer, keyId, keysAnswer, madeKey, newKey } from '../schemas/keys.ts'

export function addKeys(app: App, options: ApiOptions): void {
  const { keys } = options
  guard(app, options, 'admin', 'GET', '/api/v1/keys')
  guard(app, options, 'admin', 'POST', '/api/v1/keys', '/api/v1/keys/:id/rotate')
  guard(app, options, 'admin', 'DELETE', '/api/v1/keys/:id')
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
      if (!covers(context.get('grant'), sites)) throw new WaysideError('FORBIDDEN')
      return context.json({ kind, ...keys.add(kind, sites) }, 200)
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
      const { kind, sites } = find(context.get('grant'), context.req.valid('param').id)
      return context.json({ kind, ...keys.add(kind, sites) }, 200)
    },
  )
  app.openapi(
    route('delete', '/api/v1/keys/{id}', { summary: 'End a key', params: keyId, answer: doneAnswer, optional: true }),
    (context) => {
      const { id } = find(context.get('grant'), context.req.valid('param').id)
      keys.revoke(id)
      return context.json({ id }, 200)
    },
  )
}

function covers(grant: Grant, sites: readonly string[] | '*'): boolean {
  return grant.sites === '*' || (sites !== '*' && sites.every((site) => grant.sites.includes(site)))
}
