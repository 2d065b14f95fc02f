// Shapes of the install view: what to paste, and what arrived.
import { z } from '@hono/zod-openapi'
import { EVENT_TYPES } from '../../event/index.ts'
import { site } from './common.ts'

export const siteQuery = z.object({ site })

export const installAnswer = z
  .object({
    endpoints: z.array(z.string()),
    isExample: z.boolean().openapi({ description: 'The endpoints are made up: the settings name no collectors.' }),
    versions: z.array(z.object({ version: z.string(), url: z.string(), integrity: z.string() })),
    snippet: z.string().openapi({ description: 'For the head of each page; empty when the tag is not built.' }),
    script: z.string().openapi({ description: 'One element instead of it.' }),
    policy: z.array(z.object({ directive: z.string(), needs: z.string() })),
    origins: z.array(z.string()).nullable().openapi({ description: 'That the site’s settings allow; null for any.' }),
  })
  .openapi('Install')

export const checkQuery = z.object({
  site,
  since: z.string().max(40).optional().openapi({
    description: 'ISO 8601: only what was received from then on; of the last quarter of an hour otherwise.',
  }),
})
export const checkAnswer = z
  .object({
    at: z.string(),
    events: z.array(
      z.object({
        id: z.string(),
        type: z.enum(EVENT_TYPES as [string, ...string[]]),
        receivedAt: z.string(),
        item: z.string(),
        placement: z.string(),
        via: z.string(),
        datacenter: z.string(),
        verdict: z.string(),
        explanation: z.string(),
      }),
    ),
    unread: z
      .array(z.object({ receivedAt: z.string(), code: z.string(), explanation: z.string() }))
      .openapi({ description: 'Received, named this site, and could not be read.' }),
  })
  .openapi('Check')
