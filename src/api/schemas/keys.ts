// Shapes of keys. A key's secret is shown once, in the answer that made it.
import { z } from '@hono/zod-openapi'
import { site } from './common.ts'

const kind = z.enum(['signing', 'read', 'write', 'admin'])
const sites = z.union([z.array(site).min(1).max(1_000), z.literal('*')])

export const newKey = z.object({ kind, sites }).openapi('NewKey')
export const madeKey = z
  .object({
    id: z.string(),
    kind,
    key: z.string().openapi({ description: 'The bearer key, or the signing secret as base64url. Shown this once.' }),
  })
  .openapi('MadeKey')
export const keysAnswer = z
  .object({
    keys: z.array(
      z.object({
        id: z.string(),
        kind,
        sites,
        createdAt: z.string(),
        revokedAt: z.string().openapi({ description: 'Empty while the key lives.' }),
      }),
    ),
  })
  .openapi('Keys')
export const keyId = z.object({ id: z.string().min(1).max(64) })
export const doneAnswer = z.object({ id: z.string() }).openapi('Done')
