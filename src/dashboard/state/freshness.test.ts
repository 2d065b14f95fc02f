// What is said when figures are not complete.
import { expect, test } from 'vitest'
import { freshnessText } from './freshness.ts'

const fine = { lagMs: 400, backlogMs: 0, collectors: { watched: 2, away: 0, behind: 0 } }

test('nothing is said while everything comes in, or nobody looks', () => {
  expect(freshnessText(fine)).toBe('')
  expect(freshnessText({ ...fine, collectors: { watched: 0, away: 0, behind: 0 } })).toBe('')
})

test('each thing that may be missing is told: counting behind, a collector away, one whose log is not read', () => {
  expect(freshnessText({ ...fine, backlogMs: 750_000 })).toMatch(/^Counting is 13 min behind: [^.]*\.$/)
  expect(freshnessText({ ...fine, collectors: { watched: 2, away: 1, behind: 0 } })).toMatch(
    /^1 of 2 collectors cannot/,
  )
  expect(freshnessText({ ...fine, lagMs: 90_000, collectors: { watched: 3, away: 1, behind: 2 } })).toMatch(
    /Counting is 2 min behind.* 1 of 3 collectors cannot.* What 2 of 3 collectors took is not counted yet/,
  )
})
