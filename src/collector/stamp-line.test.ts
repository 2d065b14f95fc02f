// What a connection keeps from one request to the next says the same as what is made anew.
import { expect, test } from 'vitest'
import { TURN_CLOCK_USES } from './limits.ts'
import { stampLine } from './stamp.ts'
import { StampLine } from './stamp-line.ts'
import { TurnClock } from './turn-clock.ts'

test('a kept stamp line is the one that would be written anew, at any time, forth and back', () => {
  const tail = '"datacenter":"a","address":"203.0.113.0/24"}'
  const line = new StampLine('beacon', tail)
  const times = [1_732_300_003_210, 1_732_300_003_210, 1_732_300_003_211, 1_732_300_999_999, 1_732_301_000_000]
  times.push(1_732_300_000_007, 0, 5, 999_999, 1_000_000, 1_000_001, 9_999_999_999_999, 10_000_000_000_000)
  for (let n = 0; n < 1_000; n++) times.push(Math.floor(Math.random() * 2e12), 1_732_300_000_000 + n * 977)
  for (const at of times) expect(line.at(at).toString('latin1')).toBe(stampLine('beacon', at, tail))
})

test('one reading of the clock serves a turn of the event loop, and only so many uses', async () => {
  let at = 100
  const clock = new TurnClock({ now: () => at, monotonic: () => at + 0.5 })
  expect([clock.now(), clock.monotonic()]).toEqual([100, 100.5])
  at = 200
  expect([clock.now(), clock.monotonic()]).toEqual([100, 100.5])
  await new Promise((resolve) => setImmediate(resolve))
  expect([clock.monotonic(), clock.now()]).toEqual([200.5, 200])
  at = 300
  for (let n = 0; n < TURN_CLOCK_USES; n++) clock.now()
  expect(clock.now()).toBe(300)
})
