import { expect, test } from 'vitest'
import { pressed } from './series-keys.ts'

const HOUR_MS = 3_600_000
const drawn = {
  at: Array.from({ length: 24 }, (_, hour) => hour * HOUR_MS),
  ...{ value: [], late: [], previous: [], stepMs: HOUR_MS },
}

function deeds(key: string, hover: number | null): unknown[] {
  const done: unknown[] = []
  const isKnown = pressed(
    key,
    { drawn, hover, from: 0, to: 24 * HOUR_MS },
    {
      walk: (step) => done.push(step),
      zoomIn: (from, to) => done.push([from / HOUR_MS, to / HOUR_MS]),
      zoomOut: () => done.push('out'),
    },
  )
  return isKnown ? done : ['nothing']
}

test('arrows walk from either end and stop at the other', () => {
  expect([deeds('ArrowRight', null), deeds('ArrowLeft', null), deeds('ArrowRight', 23), deeds('ArrowLeft', 0)]).toEqual(
    [[0], [23], [23], [0]],
  )
})

test('plus halves the stretch around the cursor, not beyond its ends; minus goes out; other keys are the browser’s', () => {
  expect(deeds('+', null)).toEqual([[6.5, 18.5]])
  expect(deeds('=', 1)).toEqual([[0, 7.5]])
  expect([deeds('-', 3), deeds('Tab', 3)]).toEqual([['out'], ['nothing']])
})
