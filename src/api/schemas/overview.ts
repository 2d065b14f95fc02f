// Shapes of what an overview draws: figures over time, and the values of several dimensions at once.
import { z } from '@hono/zod-openapi'
import { onlyQuery, rangeQuery, rate } from './common.ts'

export const overviewQuery = z.object({ ...rangeQuery, ...onlyQuery })

const before = z.object({ from: z.int(), to: z.int() }).nullable().openapi({
  description:
    'The period before, milliseconds since the Unix epoch. Of a period that is not over, it ends at the same time of day. Null when some of it was erased, or the range has no beginning.',
})

const points = z.array(
  z.object({
    at: z.int().openapi({ description: 'Where the step begins, milliseconds since the Unix epoch.' }),
    impressions: z.int(),
    views: z.int(),
    clicks: z.int(),
    lateClicks: z.int(),
    conversions: z.int(),
  }),
)

export const seriesAnswer = z
  .object({
    step: z.enum(['minute', 'fiveMinutes', 'hour', 'day']),
    points,
    previous: points.openapi({ description: 'The period before, moved to lie below this one.' }),
    before,
    silences: z.array(z.object({ from: z.int(), to: z.int(), clicks: z.int(), isOver: z.boolean() })).openapi({
      description:
        'Stretches in which next to nothing came in live, and something later: `clicks` of it count. Of one that goes on (`isOver` false), `to` is now.',
    }),
  })
  .openapi('Series')

const rows = z.array(
  z.object({
    name: z.string().nullable(),
    impressions: z.int(),
    views: z.int(),
    clicks: z.int(),
    rate,
    low: rate,
    high: rate,
    impressionsBefore: z.int(),
    clicksBefore: z.int(),
  }),
)

export const breakdownAnswer = z
  .object({ placement: rows, position: rows, variant: rows, item: rows, movers: rows, before })
  .openapi('Breakdown')
