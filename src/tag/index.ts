// The tag: sees listed links being rendered, viewed and opened, and gets that to the service without the visitor noticing.
// Comes from: event (types, limits). Goes to: nobody of ours; built into `dist/tag/` for pages, by `scripts/build-tag.ts`.
import type { Config } from './config.ts'
import { guard } from './guard.ts'
import { begin } from './start.ts'

export type { Config, Conversion, Wayside } from './config.ts'

/** Start the tag. Safe to call on any page, any number of times; never throws. */
export const start: (config: Config) => void = guard((config: Config) =>
  begin({ ...config, endpoints: config.endpoints.join(' ') }),
)
