// docs/lab.md and its pictures are what the published results say; the figures are counted as they are defined.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FAULTS } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { TECHNIQUES } from '../techniques/index.ts'
import { medianInterval, percentile, readPublished, reportFiles, verdict } from './index.ts'

const docs = resolve(import.meta.dirname, '../../docs')
const results = join(docs, 'lab/results.json')

test.runIf(existsSync(results))('docs/lab.md and its pictures are generated from docs/lab/results.json', () => {
  for (const [path, text] of reportFiles(readPublished(results), TECHNIQUES, FAULTS))
    expect(readFileSync(join(docs, path), 'utf8'), path).toBe(text)
})

test('a percentile is a value that was measured', () => {
  expect([0.5, 0.95, 1].map((share) => percentile([40, 10, 30, 20], share))).toEqual([20, 40, 40])
  expect(percentile([], 0.5)).toBeNaN()
})

test('the interval of a median leaves out as many values as a sign test at 5 % would', () => {
  const twenty = Array.from({ length: 20 }, (_, index) => index + 1)
  expect(medianInterval(twenty)).toEqual([6, 15])
  expect(medianInterval(twenty.slice(0, 6))).toEqual([1, 6])
  expect(medianInterval(twenty.slice(0, 5))).toBeUndefined()
})

const cell = (more: Partial<Cell>): Cell => ({
  engine: 'chromium',
  version: 'x',
  fault: 'hang',
  destination: 'cross-site',
  technique: 'wayside',
  at: '2026-01-01T00:00:00Z',
  clicks: 20,
  arrived: 20,
  beforeGone: 0,
  beforeReturn: 0,
  inTheEnd: 20,
  copies: 5,
  mostCopies: 3,
  load: 2,
  delaysMs: [10],
  untrackedMs: [8],
  addedMs: [2],
  ...more,
})

test('the verdict is bad when a click is lost, a link not reached or a visitor held up, and forgives only a killed browser its clicks', () => {
  expect(verdict([cell({})]).good).toBe(true)
  expect(verdict([cell({ inTheEnd: 19 })]).good).toBe(false)
  expect(verdict([cell({ arrived: 19 })]).good).toBe(false)
  expect(verdict([cell({ addedMs: [10, 10, 12] })]).good).toBe(true)
  expect(verdict([cell({ addedMs: [10, 11, 12] })]).good).toBe(false)
  expect(verdict([cell({ fault: 'killed-100', inTheEnd: 0 })]).good).toBe(true)
  expect(verdict([cell({ fault: 'killed-100', arrived: 19 })]).good).toBe(false)
  expect(verdict([cell({ technique: 'keepalive', inTheEnd: 0 })]).good).toBe(true)
})

test('the last line of the verdict names what does not hold', () => {
  const { text } = verdict([cell({}), cell({ fault: 'refused', inTheEnd: 19 })])
  expect(text.split('\n').at(-1)).toBe(
    '1 of 2 cells do not hold: chromium refused cross-site wayside (lost). 2 cells: delivered in the end 39 of 40; links reached 40 of 40; added delay at most 2 ms in the median of a cell.',
  )
})
