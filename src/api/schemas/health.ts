// Shapes of health.
import { z } from '@hono/zod-openapi'

const when = z.string().openapi({ description: 'ISO 8601; empty when it never was.' })
const maybe = z.number().nullable()

export const freshnessAnswer = z
  .object({
    lagMs: z.number(),
    backlogMs: z.number(),
    collectors: z.object({
      watched: z.int(),
      away: z.int().openapi({ description: 'They take nothing right now.' }),
      behind: z.int().openapi({ description: 'Of the others: their synthetic clicks do not come into the reports.' }),
    }),
  })
  .openapi('Freshness')

export const healthAnswer = z
  .object({
    at: z.string(),
    problems: z.array(z.object({ severity: z.enum(['bad', 'warn']), what: z.string(), todo: z.string() })),
    loader: z.object({ lagMs: z.number(), backlogMs: z.number(), watermark: when }),
    sites: z.array(
      z.object({
        site: z.string(),
        observed: z.number().openapi({ description: 'Things received within the last hour.' }),
        usual: maybe.openapi({ description: 'The median of the same hour of the last four weeks.' }),
        state: z.enum(['usual', 'low', 'silent', 'new']),
        lastAt: when,
      }),
    ),
    machinery: z
      .object({
        records: z.number(),
        events: z.number(),
        quarantined: z.number(),
        retries: z.number(),
        damagedBytes: z.number(),
        freeBytes: z.number(),
        books: z.object({ unaccounted: z.number(), unmatched: z.number() }).nullable(),
        logs: z.array(z.object({ log: z.string(), newestAt: when, sequence: z.number() })),
        collectors: z.array(
          z.object({
            url: z.string(),
            lookedAt: when,
            state: z.enum(['ready', 'not ready', 'unreachable', 'unknown']),
            trouble: z.string(),
            freeBytes: maybe,
            workers: maybe,
            recorded: maybe,
            refused: z.record(z.string(), z.number()),
            logFailures: maybe,
            lately: z
              .object({
                since: when,
                recorded: z.number(),
                refused: z.record(z.string(), z.number()),
                logFailures: z.number(),
              })
              .nullable()
              .openapi({
                description: 'Within the last ten minutes, as far as it was watched; null before the second look.',
              }),
            probe: z.object({
              sentAt: when,
              acknowledgedMs: maybe,
              countedMs: maybe,
              lastCountedAt: when,
              firstTakenAt: when,
              trouble: z.string(),
            }),
          }),
        ),
      })
      .nullable()
      .openapi({ description: 'Only for keys of all sites.' }),
  })
  .openapi('Health')
