// Shapes of the sites that a key covers.
import { z } from '@hono/zod-openapi'

export const sitesAnswer = z
  .object({
    by: z.enum(['key', 'share', 'session']).openapi({ description: 'What says who asks.' }),
    view: z.string().nullable().openapi({ description: 'Of a shared link: the one view that it opens.' }),
    right: z.enum(['read', 'write', 'admin']),
    everySite: z.boolean().openapi({ description: 'All sites, also those to come.' }),
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
