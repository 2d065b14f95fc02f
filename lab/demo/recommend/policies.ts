// Which items to show, by two policies. Promises: exact propensities (the probability of showing this item at this position),
// so that what was learned from one policy can be used to value another (inverse propensity scoring, Horvitz and Thompson 1952).
import type { Book, Catalogue, Essay } from '../catalogue.ts'

export type Variant = 'closest' | 'explore'

export interface Choice {
  variant: Variant
  items: { id: string; propensity: number }[]
}

/** How many of the closest books `explore` draws from. */
export const POOL_COUNT = 12
/** Share of `explore`'s lists that are shuffled; the others equal those of `closest`. */
export const EXPLORE_SHARE = 0.5

/** Half of all lists each. */
export function drawVariant(random: () => number): Variant {
  return random() < 0.5 ? 'closest' : 'explore'
}

/**
 * Choose `count` of the ranked ids, best first. `closest` takes the first ones: each has propensity 1 at its place.
 * `explore` does the same with probability 1 − ε, and otherwise shows a uniform shuffle of the first {@link POOL_COUNT}:
 * propensity (1 − ε)·[rank = position] + ε / pool.
 */
export function choose(variant: Variant, ranked: string[], count: number, random: () => number): Choice {
  if (variant === 'closest') return { variant, items: ranked.slice(0, count).map((id) => ({ id, propensity: 1 })) }
  const pool = ranked.slice(0, Math.max(count, POOL_COUNT))
  const shown = random() < EXPLORE_SHARE ? shuffled(pool, random) : pool
  const items = shown.slice(0, count).map((id, position) => ({
    id,
    propensity: (pool[position] === id ? 1 - EXPLORE_SHARE : 0) + EXPLORE_SHARE / pool.length,
  }))
  return { variant, items }
}

/** The ids of all other books, the closest to the given ones first: shared themes, then author, shelf and age. */
export function rankBooks(catalogue: Catalogue, basedOn: Book[]): string[] {
  const seeds = new Set(basedOn.map((book) => book.id))
  const closeness = (book: Book): number => basedOn.reduce((sum, seed) => sum + likeness(seed, book), 0)
  return catalogue.books
    .filter((book) => !seeds.has(book.id))
    .map((book) => ({ id: book.id, score: closeness(book) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
}

/** The ids of the essays, those with most themes in common with the book first. */
export function rankEssays(essays: Essay[], book: Book): string[] {
  const shared = (essay: Essay): number => essay.themes.filter((theme) => book.themes.includes(theme)).length
  return essays.toSorted((a, b) => shared(b) - shared(a) || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
}

function likeness(a: Book, b: Book): number {
  const shared = a.themes.filter((theme) => b.themes.includes(theme)).length
  const apart = Math.min(Math.abs(a.year - b.year), 100) / 100
  return shared + (a.author === b.author ? 1.5 : 0) + (a.shelf === b.shelf ? 0.75 : 0) - apart / 2
}

/** Fisher–Yates: every order equally likely. */
function shuffled(ids: string[], random: () => number): string[] {
  const order = [...ids]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
