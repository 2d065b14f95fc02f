import { expect, test } from 'vitest'
import { freshnessOf } from './freshness.ts'
import { PROBE_LATE_MS } from './limits.ts'
import type { CollectorState, LoadState } from './watch.ts'

const now = Date.UTC(2026, 10, 2)
const loading: LoadState = {
  ...{ lagMs: 70, backlogMs: 5, watermark: '', records: 0 },
  ...{ events: 0, quarantined: 0, retries: 0, damagedBytes: 0 },
}

function collector(state: CollectorState['state'], lastCountedAt: number): CollectorState {
  return {
    ...{ url: 'https://a.example', lookedAt: '', state, trouble: '', freeBytes: null, workers: 1 },
    ...{ recorded: 1, refused: {}, logFailures: 0, lately: null },
    probe: {
      ...{ sentAt: '', acknowledgedMs: 2, countedMs: 400, firstTakenAt: '', trouble: '' },
      lastCountedAt: new Date(lastCountedAt).toISOString(),
    },
  }
}

test('freshness counts the collectors that are away, and those whose clicks do not come into reports, without their names', () => {
  const late = now - PROBE_LATE_MS - 1
  const told = freshnessOf({
    now: () => now,
    loader: () => loading,
    collectors: () => [collector('ready', now), collector('unreachable', late), collector('ready', late)],
  })
  expect(told).toEqual({ lagMs: 70, backlogMs: 5, collectors: { watched: 3, away: 1, behind: 1 } })
})
