// Webhooks over HTTP, for admin keys: make, list, end; what could not be delivered, and once more.
// Promises: an admin key of some sites sees and makes only webhooks of those sites.
import { z } from '@hono/zod-openapi'
import { WaysideError } from '../../event/index.ts'
import type { App, Grant } from '../context.ts'
import { covers } from '../guard.ts'
import { guard, route } from '../route.ts'
import { deadAnswer, madeWebhook, newWebhook, replayAnswer, webhooksAnswer } from '../schemas/feed.ts'
import { doneAnswer, keyId } from '../schemas/keys.ts'
import type { WebhookDesk } from '../webhooks/desk.ts'

export function addWebhooks(app: App, desk: WebhookDesk): void {
  guard(app, 'admin', 'GET', '/api/v1/webhooks', '/api/v1/webhooks/:id/dead')
  guard(app, 'admin', 'POST', '/api/v1/webhooks', '/api/v1/webhooks/:id/replay')
  guard(app, 'admin', 'DELETE', '/api/v1/webhooks/:id')
  const known = (grant: Grant, id: string): string => {
    const sites = desk.sitesOf(id)
    if (sites === undefined || !covers(grant, sites))
      throw new WaysideError('NOT_FOUND', 'No webhook with this id, or not one that this key covers.')
    return id
  }
  const one = { params: keyId, optional: true }
  app.openapi(
    route('get', '/api/v1/webhooks', { summary: 'All webhooks, and how they go', answer: webhooksAnswer }),
    (context) => {
      const grant = context.get('grant')
      return context.json({ webhooks: desk.list().filter(({ sites }) => covers(grant, sites)) } as never, 200)
    },
  )
  app.openapi(
    route('post', '/api/v1/webhooks', {
      summary: 'Deliver events to a URL from now on',
      body: newWebhook,
      answer: madeWebhook,
    }),
    async (context) => {
      const { url, ...filter } = context.req.valid('json')
      if (!covers(context.get('grant'), filter.sites)) throw new WaysideError('FORBIDDEN')
      return context.json(await desk.add(url, filter), 200)
    },
  )
  app.openapi(
    route('delete', '/api/v1/webhooks/{id}', { summary: 'End a webhook', ...one, answer: doneAnswer }),
    async (context) => {
      const id = known(context.get('grant'), context.req.valid('param').id)
      await desk.remove(id)
      return context.json({ id }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/webhooks/{id}/dead', { summary: 'What could not be delivered', ...one, answer: deadAnswer }),
    (context) => {
      const id = known(context.get('grant'), context.req.valid('param').id)
      const dead = desk.dead(id).map(({ hook: _hook, from: _from, to: _to, ...letter }) => letter)
      return context.json({ dead }, 200)
    },
  )
  app.openapi(
    route('post', '/api/v1/webhooks/{id}/replay', {
      summary: 'Deliver the dead letters once more',
      ...one,
      query: z.object({}),
      answer: replayAnswer,
    }),
    async (context) => {
      const id = known(context.get('grant'), context.req.valid('param').id)
      return context.json(await desk.replay(id), 200)
    },
  )
}
