// `POST /api/v1/events`: events from servers that hold a write key. Strict: an error per event, nothing accepted that is not durable.
import { bodyLimit } from 'hono/body-limit'
import {
  BATCH_EVENTS_MAX,
  ERRORS,
  type Event,
  readBatch,
  SERVER_BATCH_BYTES_MAX,
  SERVER_BATCH_EVENTS_MAX,
  WaysideError,
} from '../../event/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { requireRight, requireSite } from '../guard.ts'
import { errorSchema } from '../schemas/common.ts'
import { serverAnswer } from '../schemas/events.ts'

const limit = bodyLimit({
  maxSize: SERVER_BATCH_BYTES_MAX,
  onError: () => {
    throw new WaysideError('BATCH_TOO_LARGE')
  },
})

export function addIngest(app: App, options: ApiOptions): void {
  describe(app)
  app.post('/api/v1/events', requireRight('write'), limit, async (context) => {
    if (!/^application\/json\b/i.test(context.req.header('Content-Type') ?? '')) throw new WaysideError('MEDIA_TYPE')
    const body = new Uint8Array(await context.req.arrayBuffer())
    const result = readBatch(body)
    if (!result.ok) throw new WaysideError(result.code)
    const { batch } = result
    const site = requireSite(context.get('grant'), batch.site)
    if (!options.sites().includes(site)) throw new WaysideError('SITE_UNKNOWN')
    if (result.events.length + result.rejected.length > SERVER_BATCH_EVENTS_MAX)
      throw new WaysideError('BATCH_TOO_LARGE')
    const rejected = [...result.rejected]
    const accepted: Event[] = []
    for (const { index, event } of result.events) {
      const listed = event.list !== undefined || event.listId !== undefined
      if (listed || event.type === 'conversion') accepted.push(event)
      else rejected.push({ index, id: event.id, code: 'EVENT_LIST' })
    }
    const records: Promise<void>[] = []
    for (let at = 0; at < accepted.length; at += BATCH_EVENTS_MAX) {
      const part = { ...batch, events: accepted.slice(at, at + BATCH_EVENTS_MAX) }
      records.push(options.append(Buffer.from(JSON.stringify(part)), site))
    }
    await Promise.all(records)
    rejected.sort((a, b) => a.index - b.index)
    return context.json({
      accepted: accepted.length,
      rejected: rejected.map(({ index, id, code }) => ({
        index,
        ...(id !== undefined && { id }),
        code,
        message: ERRORS[code][1],
      })),
    })
  })
}

function describe(app: App): void {
  const failure = (description: string): object => ({
    description,
    content: { 'application/json': { schema: errorSchema } },
  })
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/api/v1/events',
    summary: 'Send events from a server',
    security: [{ bearer: [] }],
    request: {
      body: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['v', 'site', 'events'],
              properties: {
                v: { type: 'integer', enum: [1] },
                site: { type: 'string', maxLength: 200 },
                events: { type: 'array', maxItems: SERVER_BATCH_EVENTS_MAX, items: { type: 'object' } },
              },
            },
          },
        },
      },
    },
    responses: {
      200: {
        description: 'Durable; with an error for each event that was not accepted',
        content: { 'application/json': { schema: serverAnswer } },
      },
      ...Object.fromEntries(
        [400, 401, 403, 413, 415, 422, 429, 503].map((status) => [status, failure('Nothing was accepted')]),
      ),
    },
  })
}
