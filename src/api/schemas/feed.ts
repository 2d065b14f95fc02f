// Shapes of the feed and of webhooks.
import { z } from '@hono/zod-openapi'
import { EVENT_TYPES } from '../../event/index.ts'
import { site } from './common.ts'

const name = z.string().min(1).max(200).optional()
const verdict = z.string().min(1).max(40).default('counted').openapi({ description: '"counted", a reason, or "all".' })

export const feedQuery = z.object({
  site: site.optional(),
  type: z
    .string()
    .max(100)
    .refine(
      (text) => text.split(',').every((type) => (EVENT_TYPES as string[]).includes(type)),
      `Use ${EVENT_TYPES.join(', ')}.`,
    )
    .optional()
    .openapi({ example: 'click,conversion', description: 'Types, separated by commas.' }),
  placement: name,
  variant: name,
  item: name,
  verdict,
  since: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .openapi({ description: 'Begin with what was received from this time on; now otherwise.' }),
  after: z
    .string()
    .min(1)
    .max(8_000)
    .optional()
    .openapi({ description: 'As Last-Event-ID, for readers that cannot send headers.' }),
})

/** The data of one message. */
export const feedAnswer = z
  .looseObject({ id: z.string(), site: z.string(), type: z.string(), verdict: z.string() })
  .openapi('FeedEvent')

export const newWebhook = z
  .object({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    sites: z.union([z.array(site).min(1).max(1_000), z.literal('*')]),
    types: z
      .array(z.enum(EVENT_TYPES as [string, ...string[]]))
      .min(1)
      .optional(),
    placement: name,
    variant: name,
    item: name,
    verdict,
  })
  .openapi('NewWebhook')
export const madeWebhook = z
  .object({
    id: z.string(),
    secret: z.string().openapi({ description: 'Signs deliveries (Standard Webhooks). Shown this once.' }),
  })
  .openapi('MadeWebhook')
export const webhooksAnswer = z
  .object({
    webhooks: z.array(
      z.looseObject({
        id: z.string(),
        url: z.string(),
        createdAt: z.string(),
        dead: z.int(),
        delivered: z.int(),
        trouble: z.string(),
      }),
    ),
  })
  .openapi('Webhooks')
export const deadAnswer = z
  .object({
    dead: z.array(
      z.object({ id: z.string(), events: z.int(), attempts: z.int(), error: z.string(), diedAt: z.string() }),
    ),
  })
  .openapi('DeadLetters')
export const replayAnswer = z.object({ delivered: z.int(), dead: z.int() }).openapi('Replayed')
