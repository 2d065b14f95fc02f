// The plan names only what exists, a run is counted as it is defined and goes on only with cells of its own kind, and turns go one at a time.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULTS } from '../faults/index.ts'
import { PLAN } from '../plan.ts'
import { TECHNIQUES } from '../techniques/index.ts'
import type { Cell } from './cell.ts'
import { compare, type Made } from './count.ts'
import { inOrder } from './leaving.ts'
import { plan } from './matrix.ts'
import { openResults } from './results.ts'
import { Turnstile } from './turns.ts'

const all = plan({ clicks: 20 }, () => false)

test('the plan names only faults and techniques that exist, and gives a reason for each part', () => {
  for (const { faults, techniques, why } of PLAN) {
    expect(FAULTS.map(({ name }) => name)).toEqual(expect.arrayContaining([...faults]))
    expect(TECHNIQUES.map(({ name }) => name)).toEqual(expect.arrayContaining([...techniques]))
    expect(why.length).toBeGreaterThan(20)
  }
})

test('a full run has every technique, and Wayside in every fault', () => {
  const met = new Set(all.flatMap(({ techniques }) => techniques.map(({ name }) => name)))
  expect([...met].sort()).toEqual(TECHNIQUES.map(({ name }) => name).sort())
  const faults = all.filter((unit) => unit.techniques.some(({ name }) => name === 'wayside')).map(({ fault }) => fault)
  expect(new Set(faults)).toEqual(new Set(FAULTS))
})

test('no cell runs twice, and a cell that is there already does not run again', () => {
  const keys = all.map(({ engine, fault, destination }) => `${engine} ${fault.name} ${destination}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(plan({ clicks: 20 }, () => true)).toEqual([])
  const [left, ...none] = plan(
    { clicks: 20, engines: ['firefox'], faults: ['hang'], destinations: ['cross-site'] },
    (name) => name.technique !== 'beacon',
  )
  expect(left?.techniques.map(({ name }) => name)).toEqual(['none', 'beacon'])
  expect(none).toEqual([])
})

test('a run goes on with cells of as many clicks and of the same tag, and measures others again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-results-'))
  try {
    const name = { engine: 'chromium', fault: 'hang', destination: 'stays', technique: 'wayside' } as const
    const cell = { ...name, clicks: 4, tag: 'abc' } as Cell
    openResults(join(folder, 'cells.jsonl'), false).add(cell)
    const { has } = openResults(join(folder, 'cells.jsonl'), false)
    expect([has(name, 4, 'abc'), has(name, 20, 'abc'), has(name, 4, 'abd'), has(name, 4, undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const arrivedAfter = (ms: number | undefined): Made => ({
  click: 'click.x.1',
  openedAt: 0,
  arrival: ms === undefined ? undefined : { clickedAt: 1_000, arrivedAt: 1_000 + ms },
})

test('added delay pairs the clicks of one round, and leaves out a round in which one of them never arrived', () => {
  const compared = compare([5, undefined, 30].map(arrivedAfter), [2, 10, 40].map(arrivedAfter))
  expect(compared).toEqual({ untrackedMs: [2, 10, 40], addedMs: [3, -10] })
})

test("the untracked link is clicked right before or right after Wayside's, by turns", () => {
  const named = ['none', 'image', 'beacon', 'wayside'].map((name) => TECHNIQUES.find((one) => one.name === name)!)
  for (let round = 0; round < 6; round++) {
    const names = inOrder(named, round).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['beacon', 'image', 'none', 'wayside'])
    expect(names.indexOf('wayside') - names.indexOf('none')).toBe(round % 2 === 0 ? 1 : -1)
  }
})

test('a click has the machine to itself, loads share it, and one that is gone keeps nobody waiting', () => {
  const turns = new Turnstile()
  const went: string[] = []
  const kinds = { a: 'load', b: 'load', c: 'load', d: 'click', e: 'click', f: 'load' } as const
  for (const [name, kind] of Object.entries(kinds)) turns.ask(name, kind, () => went.push(name))
  expect(went).toEqual(['a', 'b'])
  turns.done('d')
  turns.done('a')
  expect(went).toEqual(['a', 'b', 'c'])
  turns.done('b')
  expect(went).toEqual(['a', 'b', 'c'])
  turns.done('c')
  expect(went).toEqual(['a', 'b', 'c', 'd'])
  turns.leave('e')
  turns.leave('d')
  expect(went).toEqual(['a', 'b', 'c', 'd', 'f'])
})
