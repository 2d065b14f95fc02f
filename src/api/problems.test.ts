import { expect, test } from 'vitest'
import { DISK_LOW_BYTES, LAG_LATE_MS, PROBE_LATE_MS } from './limits.ts'
import { problemsOf } from './problems.ts'
import type { CollectorState, LoadState } from './watch.ts'

const now = Date.UTC(2026, 10, 2)
const fine: CollectorState = {
  url: 'https://a.example',
  lookedAt: '',
  state: 'ready',
  trouble: '',
  freeBytes: 10 * DISK_LOW_BYTES,
  workers: 1,
  recorded: 1,
  refused: {},
  logFailures: 0,
  lately: { since: new Date(now - 600_000).toISOString(), recorded: 1_000, refused: { rate: 5 }, logFailures: 0 },
  probe: {
    ...{ sentAt: '', acknowledgedMs: 2, countedMs: 400, firstTakenAt: '', trouble: '' },
    lastCountedAt: new Date(now).toISOString(),
  },
}
const loading: LoadState = {
  lagMs: 0,
  backlogMs: 0,
  watermark: '',
  records: 0,
  events: 0,
  quarantined: 0,
  retries: 0,
  damagedBytes: 0,
}

const problems = (
  collector: Partial<CollectorState>,
  load: Partial<LoadState> = {},
  more: { free?: number; unaccounted?: number } = {},
): string[] =>
  problemsOf({
    now: () => now,
    collectors: () => [{ ...fine, ...collector }],
    loader: () => ({ ...loading, ...load }),
    freeBytes: () => more.free ?? 10 * DISK_LOW_BYTES,
    books: () => ({ unaccounted: more.unaccounted ?? 0, unmatched: 0 }),
  }).map(({ severity, what }) => `${severity}: ${what}`)

test('a node on which all is well has no problem', () => {
  expect(problems({})).toEqual([])
  expect(problems({ state: 'unknown', freeBytes: null, probe: { ...fine.probe, lastCountedAt: '' } })).toEqual([])
})

test('each thing that is wrong is told once, with how bad it is', () => {
  expect(problems({ state: 'unreachable', trouble: 'ECONNREFUSED' })).toEqual([
    'bad: The collector https://a.example is unreachable: ECONNREFUSED',
  ])
  expect(problems({ freeBytes: DISK_LOW_BYTES - 1 })[0]).toMatch(/^bad: The disk of the collector/)
  expect(problems({ probe: { ...fine.probe, trouble: 'it answered 503' } })[0]).toMatch(
    /was not taken: it answered 503/,
  )
  const lastCountedAt = new Date(now - PROBE_LATE_MS - 1).toISOString()
  expect(problems({ probe: { ...fine.probe, lastCountedAt } })[0]).toMatch(/^warn: No synthetic click/)
  // Its log is not read: clicks are taken, and none is ever counted.
  const uncounted = { ...fine.probe, lastCountedAt: '', firstTakenAt: lastCountedAt }
  expect(problems({ probe: uncounted })).toEqual([expect.stringMatching(/^warn: .*but none has come into the reports/)])
  expect(problems({ probe: { ...uncounted, firstTakenAt: new Date(now).toISOString() } })).toEqual([])
  const lately = { ...fine.lately!, recorded: 100, refused: { rate: 890, connections: 10, aborted: 50 } }
  expect(problems({ lately })).toEqual([
    expect.stringMatching(/^warn: .* turned away 900 of 1000 requests since .*: rate 890, connections 10\.$/),
  ])
  expect(problems({ lately: { ...lately, refused: { aborted: 900 } } })).toEqual([])
  expect(problems({ lately: { ...fine.lately!, logFailures: 50 } })).toEqual([
    expect.stringMatching(/^bad: The log of the collector .* failed 50 times/),
  ])
  expect(problems({}, { backlogMs: LAG_LATE_MS + 1 })[0]).toMatch(/^warn: Reports are 60 s behind/)
  expect(problems({}, { damagedBytes: 3 })[0]).toMatch(/^warn: 3 bytes/)
  expect(problems({}, {}, { free: 1 })[0]).toMatch(/^bad: The disk of the data folder/)
  expect(problems({}, {}, { unaccounted: 1 })[0]).toBe('bad: The books do not balance.')
})
