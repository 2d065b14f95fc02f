// What is remembered of the engine's answers: as long as nothing is written, and never longer.
import { expect, test } from 'vitest'
import { REMEMBERED_CHARS_MAX } from '../limits.ts'
import { Memory } from './memory.ts'

/** A store of one number, asked with a pause. */
function numbered(isAtRest = async () => true) {
  const memory = new Memory(isAtRest)
  const state = { value: 0, asked: 0 }
  const look = (key = 'q'): Promise<string> =>
    memory.answer(key, async () => {
      state.asked++
      const text = String(state.value)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return text
    })
  const write = (): Promise<void> =>
    memory.change(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      state.value++
      await new Promise((resolve) => setTimeout(resolve, 5))
    })
  return { memory, state, look, write }
}

test('the same question is asked once while nothing is written, also when two ask it at once', async () => {
  const { state, look } = numbered()
  await look()
  expect(await Promise.all([look(), look()])).toEqual(['0', '0'])
  await Promise.all([look('other'), look('other')])
  expect(state.asked).toBe(2)
})

test('after a change it is asked again, and nothing that was read during one is remembered', async () => {
  const { state, look, write } = numbered()
  await look()
  const writing = write()
  expect(await look()).toBe('0')
  await writing
  expect(await look()).toBe('1')
  const during = look('slow')
  await write()
  expect(await during).toBe('1')
  expect(await look('slow')).toBe('2')
  expect(state.asked).toBe(5)
})

test('after a change that failed nothing is remembered until the engine is at rest', async () => {
  let isAtRest = true
  const { memory, state, look } = numbered(async () => isAtRest)
  await look()
  isAtRest = false
  await expect(memory.change(() => Promise.reject(new Error('cut short')))).rejects.toThrow('cut short')
  await look()
  state.value = 7
  expect(await look()).toBe('7')
  isAtRest = true
  await look()
  const { asked } = state
  await look()
  expect(state.asked).toBe(asked)
})

test('an answer that failed is asked for again; one that depends on the clock is never remembered; memory is bounded', async () => {
  const { memory, state, look } = numbered()
  await expect(memory.answer('q', () => Promise.reject(new Error('engine died')))).rejects.toThrow('engine died')
  expect(await look()).toBe('0')
  await look('SELECT now64(3)')
  await look('SELECT now64(3)')
  expect(state.asked).toBe(3)
  await memory.answer('large', async () => 'x'.repeat(REMEMBERED_CHARS_MAX))
  await look()
  expect(state.asked).toBe(4)
})

test('when the engine dies nothing is answered from memory until the next one has been asked', async () => {
  let looks = 0
  const { memory, state, look } = numbered(async () => ++looks > 1)
  await look()
  await look()
  await look()
  expect([state.asked, looks]).toEqual([2, 2])
  memory.doubt()
  await look()
  expect([state.asked, looks]).toEqual([3, 3])
})
