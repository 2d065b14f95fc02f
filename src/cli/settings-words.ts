// Lists in settings: a list in YAML, or words in one text, as the environment has them.
import { z } from 'zod'

export const words: z.ZodType<string[]> = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value),
  z.array(z.string()),
)

/** Of servers: `https://a.example`, without a path. */
export const addresses: z.ZodType<string[]> = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value),
  z.array(
    z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url))
      .refine((url) => url.pathname === '/' && url.search === '', 'name the server alone, without a path')
      .transform((url) => url.origin),
  ),
)
