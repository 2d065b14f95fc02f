// Shapes of events: one with its story, the latest ones, and what a server's batch is answered with.
import { z } from '@hono/zod-openapi'
import { EVENT_TYPES, type EventType, LIST_ITEMS_MAX } from '../../event/index.ts'
import { RECENT_EVENTS_MAX } from '../limits.ts'
import { site } from './common.ts'

export const recentQuery = z.object({
  site: site.optional(),
  type: z.enum(EVENT_TYPES as [EventType, ...EventType[]]).optional(),
  limit: z.coerce.number().int().min(1).max(RECENT_EVENTS_MAX).default(LIST_ITEMS_MAX),
})

export const eventAnswer = z.looseObject({ id: z.string(), verdict: z.string() }).openapi('EventStory')
export const recentAnswer = z.object({ events: z.array(z.looseObject({ id: z.string() })) }).openapi('RecentEvents')

export const serverAnswer = z
  .object({
    accepted: z.int(),
    rejected: z.array(z.object({ index: z.int(), id: z.string().optional(), code: z.string(), message: z.string() })),
  })
  .openapi('Accepted')
