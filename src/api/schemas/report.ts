// Shapes of reports: rates by any dimension, the books, the loss.
import { z } from '@hono/zod-openapi'
import { REPORT_ROWS_MAX } from '../../report/index.ts'
import { by, counts, dimensions, onlyQuery, rangeQuery, rate } from './common.ts'

/** The ways in which rows may be asked for. */
const FORMATS = ['json', 'csv', 'ndjson', 'parquet'] as const

export const reportQuery = z.object({
  ...rangeQuery,
  ...onlyQuery,
  by,
  compare: z.enum(['previous']).optional().openapi({
    description:
      'Beside the period before, of the same length; of a range that ends in the future, up to the same time of day.',
  }),
  limit: z.coerce.number().int().min(1).max(REPORT_ROWS_MAX).optional().openapi({ description: 'Rows of one answer.' }),
  after: z.string().max(4_000).optional().openapi({ description: '"next" of the answer before.' }),
  format: z.enum(FORMATS).default('json'),
})
export const booksQuery = z.object(rangeQuery)
export const lossQuery = z.object({
  ...rangeQuery,
  by: by.openapi({ example: 'engine,via', description: 'Of site, engine, device, via, day.' }),
})

const previous = z.object({
  impressions: z.int(),
  views: z.int(),
  clicks: z.int(),
  clickThroughRate: rate,
  listClickThroughRate: rate,
  conversions: z.int(),
  value: rate,
})

export const reportAnswer = z
  .object({
    rows: z.array(
      z.object({
        ...dimensions,
        impressions: z.int(),
        views: z.int(),
        clicks: z.int(),
        grossImpressions: z.int(),
        grossViews: z.int(),
        grossClicks: z.int(),
        invalidImpressions: counts,
        invalidViews: counts,
        invalidClicks: counts,
        clickThroughRate: rate,
        clickThroughLow: rate,
        clickThroughHigh: rate,
        lists: z.int(),
        clickedLists: z.int(),
        listClickThroughRate: rate,
        listClickThroughLow: rate,
        listClickThroughHigh: rate,
        viewableRate: rate,
        viewableLow: rate,
        viewableHigh: rate,
        lateClicks: z.int(),
        lateShare: rate,
        conversions: z.int(),
        value: rate,
        valueByCurrency: z.record(z.string(), z.number()),
        previous: previous.nullish(),
      }),
    ),
    next: z.string().optional(),
    previous: z.object({ from: z.string(), to: z.string() }).optional(),
    rules: z.int(),
    repeatWindowSeconds: counts.openapi({
      description: 'Within how long a second event on one item of one list is a repeat, by site; "*": all others.',
    }),
    watermark: z.string().nullable(),
  })
  .openapi('Report')

export const booksAnswer = z
  .object({
    received: z.int(),
    counted: z.int(),
    duplicate: z.int(),
    invalid: counts,
    quarantined: z.int(),
    erased: z.int().openapi({ description: "Copies that were erased at a visitor's wish." }),
    balanced: z.boolean(),
    lagMs: z
      .int()
      .optional()
      .openapi({ description: 'Time from receipt until new events are in reports, milliseconds, of the last load.' }),
    backlogMs: z
      .int()
      .optional()
      .openapi({ description: 'Age of the oldest record that waits behind a backlog; 0 when there is none.' }),
  })
  .openapi('Books')

export const lossAnswer = z
  .object({
    rows: z.array(
      z.object({
        site: z.string().optional(),
        engine: z.string().optional(),
        device: z.string().optional(),
        via: z.string().optional(),
        day: z.string().optional(),
        expected: z.int(),
        seen: z.int(),
        loss: rate,
        low: rate,
        high: rate,
        dropped: z.int(),
        pending: z.int(),
        outboxes: z.int(),
        setAside: z.int(),
      }),
    ),
  })
  .openapi('Loss')
