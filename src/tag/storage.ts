// Strings by key, always: in the page's storage where that is allowed and has room, else in memory until the page closes.
// Promises: setting never throws. Where the two differ, memory is newer: storage had no room for it.
import { attempt } from './guard.ts'

type Box = Record<string, string>

/** What will be gone with the page. Begins with what the stub might not store. */
export const memory: Box = (globalThis as { wayside?: { m?: Box } }).wayside?.m ?? {}
/** No storage is the number 0: reads from it give nothing, and what is written to it is not there. */
let box = 0 as unknown as Box

export const get = (key: string): string | undefined => memory[key] ?? box[key]

export const set = (key: string, value: string): void => {
  memory[key] = value
  // A full storage throws.
  attempt(() => {
    box[key] = value
  })
  if (box[key] === value) delete memory[key]
}

export const remove = (key: string): void => {
  delete memory[key]
  delete box[key]
}

/** The keys of events: clicks, conversions, impressions, views, each with the oldest first (an id begins with its time). */
export const eventKeys = (): string[] =>
  [...Object.keys(memory), ...Object.keys(box)].filter((key) => key.startsWith('wayside.')).sort()

/** From now on keep things here, what is in memory too; falsy is memory. */
export const use = (storage: unknown): void => {
  box = (storage || 0) as Box
  for (const key in memory) set(key, memory[key]!)
}
