// The tape of clicks: in order, each once, and never said to be whole when it is not.
import { expect, test } from 'vitest'
import { ClickTape, type Told } from './click-tape.ts'

const NOON = Date.UTC(2026, 10, 25, 12)
const told = (id: number, second: number, verdict = 'counted'): Told => ({
  id: `click-${id}`,
  verdict,
  receivedAt: new Date(NOON + second * 1_000).toISOString(),
})
const ids = ({ clicks }: ClickTape): string[] => clicks.map(({ id }) => id)

test('clicks stand newest first in whatever order they are told, each once, as it was first told', () => {
  const tape = new ClickTape()
  tape.add(told(1, 10), false)
  tape.add(told(3, 30), true)
  tape.add(told(2, 20), true)
  tape.add(told(1, 10), true)
  expect(ids(tape)).toEqual(['click-3', 'click-2', 'click-1'])
  expect(tape.clicks.at(-1)!.isFresh).toBe(false)
})

test('a list that was not cut holds everything; one that was cut, only from its oldest on', () => {
  const all = new ClickTape()
  all.addLatest([told(2, 20), told(1, 10)], 3, false)
  expect(all.wholeSince).toBe(0)
  const some = new ClickTape()
  some.addLatest([told(3, 30), told(2, 20), told(1, 10)], 3, false)
  expect(some.wholeSince).toBe(NOON + 10_001)
  some.noteWhole(NOON)
  expect(some.wholeSince).toBe(NOON)
})

test('a cut list that does not meet what is held leaves a gap; one that meets it leaves none', () => {
  const tape = new ClickTape()
  tape.addLatest([told(1, 10)], 2, false)
  tape.addLatest([told(2, 20), told(1, 10)], 2, true)
  expect(tape.wholeSince).toBe(0)
  tape.addLatest([told(5, 50), told(4, 40)], 2, true)
  expect(tape.wholeSince).toBe(NOON + 40_001)
})

test('when more come in than are held, the oldest go, and from then on it is whole since later', () => {
  const tape = new ClickTape(2)
  tape.addLatest([told(1, 10)], 2, false)
  tape.add(told(2, 20), true)
  expect(tape.wholeSince).toBe(0)
  tape.add(told(3, 30), true)
  expect(ids(tape)).toEqual(['click-3', 'click-2'])
  expect(tape.wholeSince).toBe(NOON + 10_001)
  tape.noteWhole(NOON)
  expect(tape.wholeSince).toBe(NOON + 20_001)
})

test('nothing is whole before anything was told', () => {
  expect(new ClickTape().wholeSince).toBe(Number.POSITIVE_INFINITY)
})
