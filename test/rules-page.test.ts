// `docs/reference/rules.md` tells the truth: reasons, bounds, and tests that are there.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { REASONS } from '../src/event/index.ts'
import * as limits from '../src/loader/judge/limits.ts'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/reference/rules.md'), 'utf8')
const tableAfter = (mark: string): string[][] =>
  page
    .split(`<!-- ${mark} -->\n`)[1]!
    .split('\n\n')[0]!
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '))

test('the page lists every reason with its meaning, in the order in which the books charge', () => {
  expect(tableAfter('reasons').map(([reason, meaning]) => [reason!.slice(1, -1), meaning])).toEqual(
    Object.entries(REASONS),
  )
})

test('the page lists every bound of judging with its value', () => {
  expect(Object.fromEntries(tableAfter('limits').map(([name, value]) => [name!.slice(1, -1), Number(value)]))).toEqual({
    ...limits,
  })
})

test('the page has all 21 rules, and each names tests that exist', () => {
  const rows = tableAfter('rules')
  expect(rows.map(([rule]) => rule)).toEqual(Array.from({ length: 21 }, (_, i) => `M${i + 1}`))
  for (const [rule, , , tests = ''] of rows) {
    const named = [...tests.matchAll(/`([^`]+)` "([^"]+)"/g)]
    expect(named.length, rule).toBeGreaterThan(0)
    for (const [, path = '', name = ''] of named)
      expect(readFileSync(join(root, path), 'utf8').includes(name), `${rule}: ${name}`).toBe(true)
  }
})
