// The tag: sees listed links being rendered, viewed and opened, and gets that to the service without the visitor noticing.
// Comes from: event (types, limits). Goes to: nobody of ours; built into `dist/tag/` for pages, by `scripts/build-tag.ts`.
export type { Config, Conversion, Wayside } from './config.ts'
export { start } from './start.ts'
