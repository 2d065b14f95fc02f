// Strings by key, always: in the page's storage where that is allowed and has room, else in memory until the page closes.
// Promises: setting never throws. Where the two differ, memory is newer: storage had no room for it.
type Box = Record<string, string>

/** Begins with what the stub might not store. */
const memory: Box = (globalThis as { wayside?: { m?: Box } }).wayside?.m ?? {}
/** No storage is the number 0: reads from it give nothing, and writes to it throw, as those to a full storage do. */
let box = 0 as unknown as Box

export const get = (key: string): string | undefined => memory[key] ?? box[key]

export const set = (key: string, value: string): void => {
  try {
    box[key] = value
    delete memory[key]
  } catch {
    memory[key] = value
  }
}

export const remove = (key: string): void => {
  delete memory[key]
  delete box[key]
}

/** Will this key be gone with the page? */
export const isFleeting = (key: string): unknown => memory[key]

/** The keys of events: clicks, conversions, impressions, views, each with the oldest first (an id begins with its time). */
export const eventKeys = (): string[] =>
  [...Object.keys(memory), ...Object.keys(box)].filter((key) => key.startsWith('wayside.')).sort()

/** From now on keep things here, what is in memory too; falsy is memory. */
export const use = (storage: unknown): void => {
  box = (storage || 0) as Box
  for (const key in memory) set(key, memory[key]!)
}
