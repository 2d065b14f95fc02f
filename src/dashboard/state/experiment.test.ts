import { expect, test } from 'vitest'
import type { ExperimentAnswer } from '../../api/index.ts'
import { adviceOf, emptyOf } from './experiment.ts'

const better = {
  ...{ variant: 'new', control: 'old', units: 800, rate: 0.1, controlRate: 0.05, effect: 0.05, low: 0.02, high: 0.08 },
  ...{ lift: 1, liftLow: 0.4, liftHigh: 1.6, p: 0.001, verdict: 'higher' as const, unitsNeeded: 900, daysToGo: 0 },
}
const answer = (ratio: Partial<ExperimentAnswer['ratio']>, compared = [better]): ExperimentAnswer => ({
  ...{ metric: 'clickThroughRate', unit: 'list', control: 'old', alpha: 0.05, plannedUnits: 1_000, crossing: 0 },
  compared,
  ratio: {
    ...{ p: 1, suspicious: false, lossDiffers: null },
    arms: ['new', 'old'].map((variant) => ({ variant, units: 800, expected: 800, loss: null })),
    ...ratio,
  },
})

test('a variant that is better is believed only where the traffic was shared as meant and the arms lost alike', () => {
  expect(adviceOf(answer({})).say).toBe('Stop: new is better than old.')
  expect(adviceOf(answer({ lossDiffers: false })).say).toBe('Stop: new is better than old.')
  for (const ratio of [
    { lossDiffers: true },
    { suspicious: true, p: 0 },
    { suspicious: true, p: 0, lossDiffers: true },
  ]) {
    const { say, tone } = adviceOf(answer(ratio))
    expect(say).not.toMatch(/is better/)
    expect(tone).toBe('bad')
  }
})

test('where nothing can be compared it says what there is nothing of', () => {
  expect(emptyOf(answer({}))).toBeUndefined()
  expect(emptyOf(answer({}, []))).toMatch(/only one variant/)
  expect(emptyOf(answer({ arms: [] }, []))).toMatch(/No list with a variant/)
})
