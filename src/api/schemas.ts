// Shapes of the API's answers and queries, as zod schemas: requests are checked by them and the OpenAPI description is made of them.
import { z } from '@hono/zod-openapi'
import { EVENT_TYPES, type EventType, LIST_ITEMS_MAX } from '../event/index.ts'
import { RECENT_EVENTS_MAX } from './limits.ts'

const time = z.string().min(1).max(40)
const site = z.string().min(1).max(200).openapi({ example: 'bookstore' })

const rangeQuery = {
  site: site.optional(),
  from: time.optional().openapi({ example: '2026-11-01', description: 'Included. A date or ISO 8601 time.' }),
  to: time.optional().openapi({ example: '2026-11-08', description: 'Not included.' }),
  tz: z
    .string()
    .max(64)
    .optional()
    .openapi({ example: 'Europe/Berlin', description: 'IANA time zone; UTC otherwise.' }),
}
const by = z.string().max(200).optional().openapi({ example: 'variant,position' })

export const reportQuery = z.object({ ...rangeQuery, by })
export const booksQuery = z.object(rangeQuery)
export const recentQuery = z.object({
  site: site.optional(),
  type: z.enum(EVENT_TYPES as [EventType, ...EventType[]]).optional(),
  limit: z.coerce.number().int().min(1).max(RECENT_EVENTS_MAX).default(LIST_ITEMS_MAX),
})

export const errorSchema = z.object({ code: z.string(), message: z.string() }).openapi('Error')

const dimension = z.union([z.string(), z.number()]).nullish()
const rate = z.number().nullable()
export const reportAnswer = z
  .object({
    rows: z.array(
      z.object({
        site: dimension,
        placement: dimension,
        position: dimension,
        item: dimension,
        variant: dimension,
        hour: dimension,
        day: dimension,
        country: dimension,
        device: dimension,
        via: dimension,
        impressions: z.int(),
        views: z.int(),
        clicks: z.int(),
        grossImpressions: z.int(),
        grossViews: z.int(),
        grossClicks: z.int(),
        invalidClicks: z.record(z.string(), z.int()),
        clickThroughRate: rate,
        listClickThroughRate: rate,
        conversions: z.int(),
        value: z.number(),
      }),
    ),
    rules: z.int(),
    watermark: z.string().nullable(),
  })
  .openapi('Report')

export const booksAnswer = z
  .object({
    received: z.int(),
    counted: z.int(),
    duplicate: z.int(),
    invalid: z.record(z.string(), z.int()),
    quarantined: z.int(),
    balanced: z.boolean(),
  })
  .openapi('Books')

export const eventAnswer = z.looseObject({ id: z.string(), verdict: z.string() }).openapi('EventStory')
export const recentAnswer = z.object({ events: z.array(z.looseObject({ id: z.string() })) }).openapi('RecentEvents')

export const serverAnswer = z
  .object({
    accepted: z.int(),
    rejected: z.array(z.object({ index: z.int(), id: z.string().optional(), code: z.string(), message: z.string() })),
  })
  .openapi('Accepted')
