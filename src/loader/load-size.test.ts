import { expect, test } from 'vitest'
import { LOAD_BYTES_FIRST, LOAD_BYTES_MAX, LOAD_BYTES_MIN, LOAD_MS, SHARED_LOAD_MS } from './limits.ts'
import { LoadSize } from './load-size.ts'

const old = { isBacklog: true, checkpoint: 1 }
const ahead = { isBacklog: false, checkpoint: undefined }
const current = { isBacklog: false, checkpoint: 1 }

test('loads grow while the store is quick, shrink at once when it is slow, and keep their bounds', () => {
  const size = new LoadSize()
  size.learn([old], 1)
  expect(size.bytes).toBe(2 * LOAD_BYTES_FIRST)
  for (let i = 0; i < 20; i++) size.learn([old], 1)
  expect(size.bytes).toBe(LOAD_BYTES_MAX)
  size.learn([old, current], 2 * LOAD_MS)
  expect(size.bytes).toBe(LOAD_BYTES_MAX / 2)
  for (let i = 0; i < 20; i++) size.learn([old], 60_000)
  expect(size.bytes).toBe(LOAD_BYTES_MIN)
})

test('while new events are read ahead a load is to take less time; without a backlog nothing is learnt', () => {
  const size = new LoadSize()
  size.learn([current, ahead], 60_000)
  expect(size.bytes).toBe(LOAD_BYTES_FIRST)
  size.learn([old], LOAD_MS)
  expect(size.bytes).toBe(LOAD_BYTES_FIRST)
  size.learn([ahead, old], 2 * SHARED_LOAD_MS)
  expect(size.bytes).toBe(LOAD_BYTES_FIRST / 2)
})
