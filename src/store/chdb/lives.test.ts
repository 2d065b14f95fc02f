import { expect, test } from 'vitest'
import { Lives } from './lives.ts'

test('one death costs no wait; one short life after another waits twice as long each time, up to five seconds; a long life forgets', () => {
  const lives = new Lives()
  const pauses: number[] = []
  for (let i = 0; i < 10; i++) {
    lives.born(i * 1_000)
    lives.died(i * 1_000 + 10)
    pauses.push(lives.pauseMs)
  }
  expect(pauses).toEqual([0, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000])
  lives.born(20_000)
  lives.died(20_000 + 61_000)
  expect(lives.pauseMs).toBe(0)
  expect(lives.deaths).toBe(11)
})
