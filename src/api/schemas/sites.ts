// Shapes of the sites that a key covers.
import { z } from '@hono/zod-openapi'

export const sitesAnswer = z
  .object({
    right: z.enum(['read', 'write', 'admin']),
    sites: z.array(
      z.object({
        site: z.string(),
        timeZone: z.string().openapi({ description: 'That of the site, else UTC.' }),
        clickWindowSeconds: z.number(),
        viewWindowSeconds: z.number(),
        repeatWindowSeconds: z.number(),
      }),
    ),
  })
  .openapi('Sites')
