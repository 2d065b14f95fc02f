// The policies do what their propensities say.
import { expect, test } from 'vitest'
import { readCatalogue, readEssays } from '../catalogue.ts'
import { choose, rankBooks, rankEssays } from './policies.ts'

const catalogue = readCatalogue()
const emma = catalogue.book('emma')!

/** mulberry32: seeded numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

test('the catalogue holds over 60 books with distinct ids, each on a shelf, priced and described', () => {
  expect(catalogue.books.length).toBeGreaterThanOrEqual(60)
  expect(new Set(catalogue.books.map((book) => book.id)).size).toBe(catalogue.books.length)
  for (const book of catalogue.books) {
    expect(book.pence, book.id).toBeGreaterThan(0)
    expect(book.blurb.length, book.id).toBeGreaterThan(80)
    expect([book.year, book.pages].every(Number.isFinite), book.id).toBe(true)
  }
  expect(readEssays().length).toBeGreaterThanOrEqual(10)
})

test('similar books are other books, and the closest to Emma are by the same author', () => {
  const ranked = rankBooks(catalogue, [emma])
  expect(ranked).not.toContain('emma')
  expect(ranked).toHaveLength(catalogue.books.length - 1)
  expect(ranked.slice(0, 3).map((id) => catalogue.book(id)!.author)).toContain('Jane Austen')
  expect(rankEssays(readEssays(), emma)[0]).toBe('the-uses-of-a-bad-proposal')
})

test('closest always shows the same items, with propensity 1', () => {
  const ranked = rankBooks(catalogue, [emma])
  const { items } = choose('closest', ranked, 6, seeded(1))
  expect(items.map((item) => item.id)).toEqual(ranked.slice(0, 6))
  expect(items.every((item) => item.propensity === 1)).toBe(true)
})

test('explore shows each item at each position as often as its propensity says (20,000 lists, seed 7)', () => {
  const ranked = rankBooks(catalogue, [emma])
  const random = seeded(7)
  const lists = 20_000
  const shown = new Map<string, { times: number; propensities: Set<number> }>()
  for (let drawn = 0; drawn < lists; drawn++)
    choose('explore', ranked, 6, random).items.forEach(({ id, propensity }, position) => {
      const cell = shown.get(`${position} ${id}`) ?? { times: 0, propensities: new Set() }
      cell.times++
      cell.propensities.add(propensity)
      shown.set(`${position} ${id}`, cell)
    })
  expect(shown.size).toBe(6 * 12)
  for (const [cell, { times, propensities }] of shown) {
    expect(propensities.size, cell).toBe(1)
    const [propensity = 0] = propensities
    const spread = Math.sqrt((propensity * (1 - propensity)) / lists)
    expect(Math.abs(times / lists - propensity), cell).toBeLessThan(5 * spread)
  }
})
