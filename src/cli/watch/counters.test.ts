import { expect, test } from 'vitest'
import { Counters } from './counters.ts'

const MINUTE = 60_000

test('counters are told as what they grew by within ten minutes; those that began anew are not compared', () => {
  const counters = new Counters()
  const at = (minute: number, recorded: number, rate: number, logFailures = 0) =>
    counters.since({ at: minute * MINUTE, recorded, refused: { rate }, logFailures })
  expect(at(0, 100, 7, 3)).toBeNull()
  expect(at(1, 150, 9, 3)).toEqual({
    since: new Date(0).toISOString(),
    recorded: 50,
    refused: { rate: 2 },
    logFailures: 0,
  })
  expect(at(10, 200, 9, 5)).toMatchObject({ recorded: 100, refused: { rate: 2 }, logFailures: 2 })
  // The first look is too old by now.
  expect(at(11, 210, 9, 5)).toMatchObject({ recorded: 60, refused: { rate: 0 }, logFailures: 2 })
  expect(at(12, 5, 1, 0)).toBeNull()
  expect(at(13, 6, 1, 0)).toMatchObject({ recorded: 1, refused: { rate: 0 }, logFailures: 0 })
})
