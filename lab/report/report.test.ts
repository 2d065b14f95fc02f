// docs/lab.md and its pictures are what the published results say; the figures are counted as they are defined.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FAULTS } from '../faults/index.ts'
import type { Cell } from '../run/index.ts'
import { TECHNIQUES } from '../techniques/index.ts'
import { percentile, readPublished, reportFiles, verdict } from './index.ts'

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
  copies: 0,
  delaysMs: [10],
  untrackedMs: [8],
  ...more,
})

test('the verdict is bad when a click is lost or a link not reached, and forgives only a killed browser', () => {
  expect(verdict([cell({})]).good).toBe(true)
  expect(verdict([cell({ inTheEnd: 19 })]).good).toBe(false)
  expect(verdict([cell({ arrived: 19 })]).good).toBe(false)
  expect(verdict([cell({ fault: 'killed-100', inTheEnd: 0 })]).good).toBe(true)
  expect(verdict([cell({ technique: 'keepalive', inTheEnd: 0 })]).good).toBe(true)
})
