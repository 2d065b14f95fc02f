// When a commit begins: its claims, on the real event loop.
import { expect, test } from 'vitest'
import { Gathering } from './gathering.ts'
import { GATHER_RECORDS_MIN } from './limits.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A gathering after two commits, which waits, and how many records it has. */
function waiting(first: number, second: number) {
  const gathering = new Gathering()
  gathering.taken(first)
  gathering.taken(second)
  const state = { count: 1, begun: false }
  void gathering
    .done(() => state.count)
    .then(() => {
      state.begun = true
    })
  return {
    state,
    add(records: number) {
      for (let n = 0; n < records; n++) gathering.grown(++state.count)
    },
  }
}

test('a record that is alone, as those before were, begins after one turn of the event loop', async () => {
  const { state } = waiting(1, 1)
  await Promise.resolve()
  expect(state.begun, 'what is ready is read first').toBe(false)
  await turn()
  expect(state.begun).toBe(true)
})

test('a commit begins with the record that makes it as large as the last two on average, in the same turn', async () => {
  const { state, add } = waiting(180, 70)
  add(123)
  await Promise.resolve()
  expect([state.count, state.begun]).toEqual([124, false])
  add(1)
  await Promise.resolve()
  expect([state.count, state.begun]).toEqual([125, true])
})

test('while it is smaller, each turn that brings records is followed by another, and one that brings none is the last', async () => {
  const { state, add } = waiting(100, 100)
  for (let turns = 0; turns < 5; turns++) {
    add(1)
    await turn()
    expect(state.begun).toBe(false)
  }
  await turn()
  expect(state.begun).toBe(true)
})

test('few records never begin before the turn is over, however small the last commits were', async () => {
  const { state, add } = waiting(2, 2)
  add(GATHER_RECORDS_MIN - 2)
  await Promise.resolve()
  expect(state.begun).toBe(false)
  add(1)
  await Promise.resolve()
  expect(state.begun).toBe(true)
})
