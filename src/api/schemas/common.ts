// Shapes that many routes share, as zod schemas: requests are checked by them and the OpenAPI description is made of them.
import { z } from '@hono/zod-openapi'

export const site = z.string().min(1).max(200).openapi({ example: 'bookstore' })
const time = z.string().min(1).max(40)

export const rangeQuery = {
  site: site.optional().openapi({ description: 'All that the key covers otherwise.' }),
  from: time.optional().openapi({ example: '2026-11-01', description: 'Included. A date or ISO 8601 time.' }),
  to: time.optional().openapi({ example: '2026-11-08', description: 'Not included.' }),
  tz: z
    .string()
    .max(64)
    .optional()
    .openapi({ example: 'Europe/Berlin', description: 'IANA time zone; that of the site otherwise, else UTC.' }),
}

const only = z.string().max(200).optional()

/** Narrows figures down to one value of each; an empty one is what is not known. */
export const onlyQuery = {
  placement: only.openapi({ description: 'Only of this placement; likewise the next ones.' }),
  position: only,
  item: only,
  variant: only,
  device: only,
  country: only,
  via: only,
}

/** Names separated by commas. */
export const by = z
  .string()
  .max(200)
  .optional()
  .openapi({ example: 'variant,position', description: 'Dimensions, separated by commas.' })

const dimension = z.union([z.string(), z.number()]).nullish()

/** Every dimension that a row may be split by. */
export const dimensions = {
  site: dimension,
  placement: dimension,
  position: dimension,
  item: dimension,
  variant: dimension,
  hour: dimension,
  day: dimension,
  country: dimension,
  device: dimension,
  via: dimension,
}

export const rate = z.number().nullable()
export const counts = z.record(z.string(), z.int())

export const errorSchema = z.object({ code: z.string(), message: z.string() }).openapi('Error')
