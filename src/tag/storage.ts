// A shelf of strings that always works: in the page's storage where that is allowed and has room, else in memory until the page closes.
// Promises: never throws; what was set is read back. Does not: know what it holds.
import { attempt } from './guard.ts'

/** What every key of ours begins with, so that a site owner sees whose it is. */
export const PREFIX = 'wayside.'

export interface Shelf {
  _get(key: string): string | null | undefined
  /** @returns whether it is in the page's storage, and so outlives the page. */
  _set(key: string, value: string): boolean
  /** Does this key outlive the page? */
  _safe(key: string): boolean
  _remove(key: string): void
  /** Our keys, sorted. */
  _keys(): string[]
  /** Take everything to another storage; undefined is memory. The old one is left empty of ours. */
  _move(storage: Storage | undefined): void
}

export function openShelf(storage?: Storage): Shelf {
  const memory: Record<string, string> = {}
  const shelf: Shelf = {
    _get: (key) => memory[key] ?? attempt(() => storage!.getItem(key)),
    _set(key, value) {
      memory[key] = value
      return !!attempt(() => {
        storage!.setItem(key, value)
        return delete memory[key]
      })
    },
    _safe: (key) => !(key in memory),
    _remove(key) {
      delete memory[key]
      attempt(() => storage!.removeItem(key))
    },
    _keys: () =>
      [...new Set(Object.keys(memory).concat(attempt(() => Object.keys(storage!)) ?? []))]
        .filter((key) => key.startsWith(PREFIX))
        .sort(),
    _move(next) {
      if (next === storage) return
      const held = shelf._keys().map((key) => [key, shelf._get(key)!] as const)
      for (const [key] of held) shelf._remove(key)
      storage = next
      for (const [key, value] of held) shelf._set(key, value)
    },
  }
  return shelf
}
