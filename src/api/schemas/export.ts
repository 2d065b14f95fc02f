// Shapes of exports over HTTP.
import { z } from '@hono/zod-openapi'
import { EXPORT_HOURS_MAX } from '../limits.ts'
import { rangeQuery, site } from './common.ts'

export const exportQuery = z.object({
  ...rangeQuery,
  site,
  from: z.string().min(1).max(40).openapi({ example: '2026-11-01', description: 'Shown from here on.' }),
  to: z
    .string()
    .min(1)
    .max(40)
    .openapi({ example: '2026-11-02', description: `Shown before this; up to ${EXPORT_HOURS_MAX} hours later.` }),
  asOf: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .openapi({ description: 'The cut-off: nothing received later is used. Now otherwise.' }),
  rows: z.enum(['impression', 'served']).default('impression'),
  columns: z.enum(['training', 'open-bandit']).default('training'),
  format: z.enum(['ndjson', 'csv', 'parquet']).default('ndjson'),
  outcomeHours: z.coerce
    .number()
    .int()
    .min(1)
    .max(840)
    .default(24)
    .openapi({ description: 'How long after it was shown a click counts as its outcome.' }),
})
/** One line. */
export const exportAnswer = z.looseObject({ id: z.string(), verdict: z.string() }).openapi('ExportedRow')
