// The questions: report, books, one event, recent events. Each is checked against what the key may see.
import { createRoute, z } from '@hono/zod-openapi'
import { WaysideError } from '../../event/index.ts'
import type { ApiOptions, App, Grant } from '../context.ts'
import { limitRate, requireRight, requireSite } from '../guard.ts'
import {
  booksAnswer,
  booksQuery,
  errorSchema,
  eventAnswer,
  recentAnswer,
  recentQuery,
  reportAnswer,
  reportQuery,
} from '../schemas.ts'

export function addReading(app: App, options: ApiOptions): void {
  const { answers } = options
  for (const path of ['/api/v1/report', '/api/v1/books', '/api/v1/events/:id', '/api/v1/events']) {
    app.get(path, requireRight(options, 'read'), limitRate(options.monotonic))
  }
  app.openapi(reading('/api/v1/report', 'Rates by any dimension', reportQuery, reportAnswer), async (context) => {
    const { site, by, ...range } = context.req.valid('query')
    const sites = visible(context.get('grant'), site) ?? options.sites()
    return context.json(await answers.report({ ...range, site: sites, by: by?.split(',') ?? [] }), 200)
  })
  app.openapi(
    reading('/api/v1/books', 'Every received record, accounted for', booksQuery, booksAnswer),
    async (context) => {
      const { site, ...range } = context.req.valid('query')
      return context.json(await answers.books({ ...range, site: visible(context.get('grant'), site) }), 200)
    },
  )
  app.openapi(reading('/api/v1/events', 'The latest events', recentQuery, recentAnswer), async (context) => {
    const { site, type, limit } = context.req.valid('query')
    const events = await answers.recentEvents({ site: visible(context.get('grant'), site), type, limit })
    return context.json({ events }, 200)
  })
  app.openapi(oneEvent, async (context) => {
    const { id } = context.req.valid('param')
    const story = await answers.findEvent(id.toLowerCase(), visible(context.get('grant'), undefined))
    if (!story) throw new WaysideError('NOT_FOUND', 'No event with this id, or not one that this key covers.')
    return context.json(story, 200)
  })
}

/** The sites that a query covers: the named one if the key covers it, else all that the key covers; undefined for all there are. */
function visible(grant: Grant, site: string | undefined): string[] | undefined {
  if (site !== undefined) return [requireSite(grant, site)]
  return grant.sites === '*' ? undefined : grant.sites
}

const failure = {
  description: 'What is wrong and how to mend it',
  content: { 'application/json': { schema: errorSchema } },
}
const failures = { 401: failure, 403: failure, 422: failure, 429: failure, 503: failure }

function reading<P extends string, Q extends z.ZodObject, A extends z.ZodType>(
  path: P,
  summary: string,
  query: Q,
  answer: A,
) {
  return createRoute({
    method: 'get',
    path,
    summary,
    security: [{ bearer: [] }],
    request: { query },
    responses: { 200: { description: summary, content: { 'application/json': { schema: answer } } }, ...failures },
  })
}

const oneEvent = createRoute({
  method: 'get',
  path: '/api/v1/events/{id}',
  summary: 'One event: its verdict and why, and each copy received',
  security: [{ bearer: [] }],
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'The event', content: { 'application/json': { schema: eventAnswer } } },
    404: failure,
    ...failures,
  },
})
