// Shapes of what the books are asked besides: restatements, the quarantine, another tool's counts.
import { z } from '@hono/zod-openapi'
import { DIFFERENCE_DAYS_MAX, QUARANTINE_MAX } from '../limits.ts'
import { counts, rangeQuery, site } from './common.ts'

export const restatementsQuery = z.object(rangeQuery)
export const restatementsAnswer = z
  .object({
    restatements: z.array(
      z.object({
        run: z.number().openapi({ description: 'When the rejudgement began, milliseconds.' }),
        site: z.string(),
        day: z.string().openapi({ description: 'UTC.' }),
        type: z.string(),
        netBefore: z.number(),
        netAfter: z.number(),
        gross: z.number(),
      }),
    ),
  })
  .openapi('Restatements')

export const quarantineQuery = z.object({
  site: site.optional().openapi({ description: 'All that the key covers otherwise.' }),
  code: z.string().min(1).max(40).optional().openapi({ example: 'SITE_UNKNOWN' }),
  limit: z.coerce.number().int().min(1).max(QUARANTINE_MAX).default(50),
})
export const quarantineAnswer = z
  .object({
    counts: z.array(z.object({ code: z.string(), held: z.number() })),
    held: z.array(
      z.object({
        log: z.string(),
        sequence: z.number(),
        index: z.number().openapi({ description: 'Its place in the batch; -1: the whole record.' }),
        code: z.string(),
        explanation: z.string(),
        site: z.string().openapi({ description: 'Empty when it could not be read.' }),
        receivedAt: z.string().openapi({ description: 'ISO 8601; empty when it could not be read.' }),
        id: z.string(),
      }),
    ),
  })
  .openapi('Quarantine')

const DAYS = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\d:\\d{1,12})(,\\d{4}-\\d\\d-\\d\\d:\\d{1,12}){0,${DIFFERENCE_DAYS_MAX - 1}}$`,
)
export const differenceQuery = z.object({
  site,
  tz: rangeQuery.tz,
  metric: z.enum(['clicks', 'impressions', 'views']).default('clicks'),
  theirs: z
    .string()
    .max(30 * DIFFERENCE_DAYS_MAX)
    .regex(DAYS, 'Write days and counts as 2026-11-01:120,2026-11-02:98.')
    .openapi({
      example: '2026-11-01:120,2026-11-02:98',
      description: `The other tool's count of each day, up to ${DIFFERENCE_DAYS_MAX}.`,
    }),
})

const sums = {
  theirs: z.number(),
  net: z.number(),
  gross: z.number(),
  invalid: counts,
  late: z.number().openapi({ description: 'Of net: came in later than it happened.' }),
  lost: z.number().nullable().openapi({ description: 'Never reached us, as far as outboxes tell.' }),
  unexplained: z.number().openapi({ description: 'Theirs, minus the nearest count that all of this explains.' }),
}
export const differenceAnswer = z
  .object({
    metric: z.string(),
    tz: z.string(),
    shiftHours: z.number().openapi({ description: 'How many hours later their days seem to begin.' }),
    days: z.array(z.object({ day: z.string(), ...sums })),
    total: z.object(sums),
  })
  .openapi('Difference')
