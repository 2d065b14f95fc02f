// Lists in settings: a list in YAML, or words in one text, as the environment has them.
import { z } from 'zod'

export const words: z.ZodType<string[]> = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value),
  z.array(z.string()),
)
