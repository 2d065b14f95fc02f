// Strings by key, always: in the page's storage where that is allowed and has room, else in memory until the page closes.
// Promises: setting never throws, and what is in storage stays there until it is removed (a new value that has no room is dropped).
type Box = Record<string, string>

const memory: Box = {}
let box: Box | undefined

export const get = (key: string): string | undefined => box?.[key] ?? memory[key]

export const set = (key: string, value: string): void => {
  try {
    box![key] = value
    delete memory[key]
  } catch {
    if (!box?.[key]) memory[key] = value
  }
}

export const remove = (key: string): void => {
  delete memory[key]
  delete box?.[key]
}

/** Will this key be gone with the page? */
export const isFleeting = (key: string): boolean => key in memory

/** The keys of events: clicks, conversions, impressions, views, each with the oldest first (an id begins with its time). */
export const eventKeys = (): string[] =>
  Object.keys(memory)
    .concat(Object.keys(box ?? {}))
    .filter((key) => key.startsWith('wayside.'))
    .sort()

/** From now on keep things here, what is in memory too; falsy is memory. */
export const use = (storage: unknown): void => {
  box = (storage || undefined) as Box | undefined
  for (const key in memory) set(key, memory[key]!)
}
