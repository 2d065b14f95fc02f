// Shapes of experiments.
import { z } from '@hono/zod-openapi'
import { rangeQuery, rate } from './common.ts'

const name = z.string().min(1).max(200)

export const experimentQuery = z.object({
  ...rangeQuery,
  control: name
    .optional()
    .openapi({ description: 'The variant that the others are compared with: the first by name otherwise.' }),
  placement: name.optional(),
  metric: z
    .enum(['clickThroughRate', 'listClickThroughRate', 'viewableRate', 'conversionRate', 'value'])
    .default('clickThroughRate'),
  unit: z.enum(['list', 'visitor']).default('list').openapi({ description: 'What was drawn at random.' }),
  currency: z.string().length(3).optional().openapi({ description: 'Of the metric "value".', example: 'EUR' }),
  alpha: z.coerce.number().min(0.0001).max(0.5).optional(),
  plannedUnits: z.coerce
    .number()
    .int()
    .min(100)
    .max(1e12)
    .optional()
    .openapi({ description: 'Units of both arms at which the interval is tightest. Choose it before looking.' }),
  shares: z
    .string()
    .max(4_000)
    .regex(/^[^:,]+:\d+(\.\d+)?(,[^:,]+:\d+(\.\d+)?)*$/)
    .optional()
    .openapi({ example: 'control:9,new:1', description: 'The traffic that each variant was to get; alike otherwise.' }),
  liftWorth: z.coerce
    .number()
    .min(0.0001)
    .max(100)
    .optional()
    .openapi({ description: 'The smallest lift worth having.' }),
  loss: z
    .enum(['yes', 'no'])
    .default('yes')
    .openapi({ description: 'The loss of each arm, which takes longer than the rest.' }),
})

const loss = z
  .object({ loss: z.number(), low: z.number(), high: z.number(), outboxes: z.int() })
  .nullable()
  .openapi({ description: 'Of outboxes that were shown this variant and no other.' })

const compared = z.object({
  variant: z.string(),
  control: z.string(),
  units: z.int(),
  rate,
  controlRate: rate,
  effect: rate,
  low: rate,
  high: rate,
  lift: rate,
  liftLow: rate,
  liftHigh: rate,
  p: z.number(),
  verdict: z.enum(['open', 'higher', 'lower']),
})

export const experimentAnswer = z
  .object({
    metric: z.string(),
    unit: z.string(),
    control: z.string(),
    alpha: z.number(),
    plannedUnits: z.number(),
    compared: z.array(compared.extend({ unitsNeeded: rate, daysToGo: rate })),
    ratio: z.object({
      p: z.number(),
      suspicious: z.boolean(),
      lossDiffers: z.boolean().nullable(),
      arms: z.array(z.object({ variant: z.string(), units: z.int(), expected: z.number(), loss })),
    }),
    crossing: z.int(),
  })
  .openapi('Experiment')

export const trendAnswer = z
  .object({
    steps: z.array(
      z.object({
        until: z
          .int()
          .openapi({ description: 'Milliseconds since the Unix epoch: all units first shown before this.' }),
        compared: z.array(compared),
      }),
    ),
  })
  .openapi('ExperimentTrend')
