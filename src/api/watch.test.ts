import { expect, test } from 'vitest'
import { installOf } from './install.ts'
import { DISK_LOW_BYTES, LAG_LATE_MS, PROBE_LATE_MS } from './limits.ts'
import { type CollectorState, type LoadState, problemsOf } from './watch.ts'

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
  probe: { sentAt: '', acknowledgedMs: 2, countedMs: 400, lastCountedAt: new Date(now).toISOString(), trouble: '' },
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
  expect(problems({}, { backlogMs: LAG_LATE_MS + 1 })[0]).toMatch(/^warn: Reports are 60 s behind/)
  expect(problems({}, { damagedBytes: 3 })[0]).toMatch(/^warn: 3 bytes/)
  expect(problems({}, {}, { free: 1 })[0]).toMatch(/^bad: The disk of the data folder/)
  expect(problems({}, {}, { unaccounted: 1 })[0]).toBe('bad: The books do not balance.')
})

test('the snippet holds a site’s name as text, whatever is in it', () => {
  const kit = {
    endpoints: ['https://a.example', 'https://b.example'],
    versions: [{ version: '1.2.3', integrity: 'sha384-abc' }],
    stub: { text: 'go()', integrity: 'sha384-def' },
    origins: () => ['https://shop.example'],
  }
  const found = installOf(kit, '"><img src=x onerror=alert(1)>')
  expect(found.snippet).toBe(
    '<script data-site="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" data-endpoints="https://a.example https://b.example" data-integrity="sha384-abc">go()</script>',
  )
  expect(found.script).toContain('src="https://a.example/tag/1.2.3/wayside.js" integrity="sha384-abc"')
  expect(found.policy[0]).toEqual({
    directive: 'script-src',
    needs: "'sha384-def' https://a.example https://b.example",
  })
})
