// Shapes of attribution.
import { z } from '@hono/zod-openapi'
import { ATTRIBUTION_MODELS, type AttributionModel } from '../../report/index.ts'
import { by, dimensions, rangeQuery } from './common.ts'

export const attributionQuery = z.object({
  ...rangeQuery,
  by,
  model: z.enum(ATTRIBUTION_MODELS as [AttributionModel, ...AttributionModel[]]).default('last'),
})

const sums = { conversions: z.number(), refunds: z.number(), valueByCurrency: z.record(z.string(), z.number()) }

export const attributionAnswer = z
  .object({
    model: z.string(),
    windows: z.record(z.string(), z.object({ clickSeconds: z.number(), viewSeconds: z.number() })),
    rows: z.array(
      z.object({
        ...dimensions,
        ...sums,
        clickThrough: z.number(),
        viewThrough: z.number(),
      }),
    ),
    unattributed: z.object(sums),
    watermark: z.string().nullable(),
  })
  .openapi('Attribution')
