// The questions about single events: one with its verdict and each copy, and the latest ones.
import { z } from '@hono/zod-openapi'
import { ERRORS, type ErrorCode, WaysideError } from '../../event/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { eventAnswer, recentAnswer, recentQuery } from '../schemas/events.ts'

export function addEvents(app: App, options: ApiOptions): void {
  const { answers } = options
  guard(app, 'read', 'GET', '/api/v1/events', '/api/v1/events/:id')
  app.openapi(
    route('get', '/api/v1/events', { summary: 'The latest events', query: recentQuery, answer: recentAnswer }),
    async (context) => {
      const { site, type, limit } = context.req.valid('query')
      const events = await answers.recentEvents({ site: visible(context.get('grant'), site), type, limit })
      return context.json({ events }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/events/{id}', {
      summary: 'One event: its verdict and why, and each copy received',
      params: z.object({ id: z.string() }),
      answer: eventAnswer,
      optional: true,
    }),
    async (context) => {
      const { id } = context.req.valid('param')
      const within = visible(context.get('grant'), undefined)
      const story = await answers.findEvent(id.toLowerCase(), within)
      if (story) return context.json(story, 200)
      const held = await answers.findHeld(id.toLowerCase(), within)
      if (!held) throw new WaysideError('NOT_FOUND', 'No event with this id, or not one that this key covers.')
      const what = `${held.code}: ${ERRORS[held.code as ErrorCode]?.[1] ?? ''}`
      throw new WaysideError('NOT_FOUND', `This event could not be read, and is kept in quarantine. ${what}`)
    },
  )
}
