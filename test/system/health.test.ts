// Health as an operator meets it: a real collector that is watched, a synthetic click through it into reports that no figure counts, a site
// that fell silent, and what is told to whom.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendMetrics } from '../../src/cli/metrics.ts'
import { startWatch } from '../../src/cli/watch/watch.ts'
import { startCollector } from '../../src/collector/index.ts'
import { PROBE_SITE } from '../../src/event/index.ts'
import { defaultContext, type Loader, type LoaderOptions, startLoader } from '../../src/loader/index.ts'
import { type Log, openLog } from '../../src/log/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { Facts, fact, type Served } from './answers-kit.ts'

const facts = new Facts('mine', 'theirs')
const ends: (() => Promise<unknown>)[] = []
let served: Served
let loader: Loader
let log: Log
let watch: ReturnType<typeof startWatch>
let url = ''
let stopCollector: () => Promise<void>

beforeAll(async () => {
  await facts.open()
  const now = systemClock.now()
  // Four weeks in which `theirs` sent 30 an hour at this hour of the week; nothing within the last.
  for (const weeks of [1, 2, 3, 4]) {
    const at = new Date(now - weeks * 7 * 86_400_000 - 600_000).toISOString()
    await facts.tell(
      'theirs',
      Array.from({ length: 30 }, () => fact('impression', at)),
    )
    await facts.tell('mine', [fact('impression', at)])
  }
  log = await openLog({ folder: join(facts.options.logRoot, 'a-0') })
  const collector = await startCollector({ host: '127.0.0.1', port: 0, log, datacenter: 'a' } as never)
  stopCollector = () => collector.close(0)
  url = `http://127.0.0.1:${collector.port}`
  const options: LoaderOptions = facts.options
  loader = startLoader({ ...options, siteOf: (site) => (site === PROBE_SITE ? defaultContext : options.siteOf(site)) })
  watch = startWatch({
    collectors: [url],
    store: facts.store,
    loader,
    folder: facts.folder,
    checked: () => undefined,
    everyMs: 500,
  })
  served = await facts.serveWith({ watch }, 'read:mine', 'read:*', 'read:theirs')
  ends.push(
    () => served.api.close(),
    () => watch.stop(),
    () => loader.stop(),
    () => log.close(),
    () => facts.close(),
  )
})
afterAll(async () => {
  for (const end of ends) await end()
})

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked into by tests only.
async function get(path: string, key = served.keys[1]): Promise<any> {
  const answer = await fetch(`${served.url}/api/v1/${path}`, { headers: { Authorization: `Bearer ${key}` } })
  return answer.json()
}
// biome-ignore lint/suspicious/noExplicitAny: as above.
async function until(check: (health: any) => boolean): Promise<any> {
  for (let tries = 0; tries < 200; tries++) {
    const health = await get('health')
    if (check(health)) return health
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(JSON.stringify(await get('health'), null, 2))
}

test('a synthetic click goes through the collector into reports, and no figure counts it', async () => {
  const before = await get('books')
  const health = await until(
    ({ machinery: { collectors } }) => collectors[0].probe.countedMs !== null && collectors[0].lately?.recorded > 0,
  )
  const [collector] = health.machinery.collectors
  expect(collector).toMatchObject({ url, state: 'ready', trouble: '', workers: 1 })
  expect(collector.freeBytes).toBeGreaterThan(0)
  expect(collector.probe.acknowledgedMs).toBeGreaterThanOrEqual(0)
  expect(Date.parse(collector.probe.firstTakenAt)).toBeLessThanOrEqual(Date.parse(collector.probe.lastCountedAt))
  expect(collector.lately).toMatchObject({ logFailures: 0, refused: { rate: 0 } })
  expect(collector.lately.recorded).toBeGreaterThan(0)
  expect(health.machinery.logs.map(({ log }: { log: string }) => log)).toContain('a-0')
  expect(await get('books')).toEqual(before)
  expect((await get('events')).events.map(({ site }: { site: string }) => site)).not.toContain(PROBE_SITE)
  expect((await get(`report?site=${encodeURIComponent(PROBE_SITE)}`, served.keys[0])).code).toBe('FORBIDDEN')
  expect(JSON.stringify(await get('report?by=site'))).not.toContain(PROBE_SITE)
})

test('a site that fell silent is an alarm for whoever may see it, and a small site is not', async () => {
  const { sites, problems } = await get('health')
  expect(sites).toEqual([
    expect.objectContaining({ site: 'mine', state: 'usual', usual: 1, observed: 0 }),
    expect.objectContaining({ site: 'theirs', state: 'silent', usual: 30, observed: 0 }),
  ])
  expect(problems.map(({ what }: { what: string }) => what)).toContainEqual(
    expect.stringMatching(/^theirs sent 0 events/),
  )
  expect((await get('health', served.keys[2])).problems).toHaveLength(1)
})

test('a silent site is a figure of the backend, and names no site there', async () => {
  const sources = { loader, log, store: facts.store }
  const both = backendMetrics(
    sources,
    () => undefined,
    () => watch.levels(['mine', 'theirs']),
  )
  const metrics = await both()
  expect(metrics).toContain('wayside_sites_silent 1\n')
  expect(metrics).not.toMatch(/mine|theirs/)
  const away = (): Promise<never> => Promise.reject(new Error('the store is away'))
  expect(await backendMetrics(sources, () => undefined, away)()).toContain('wayside_sites_silent Nan\n')
})

test('people of one site learn nothing of others, of logs or of collectors', async () => {
  const health = await get('health', served.keys[0])
  expect(health).toMatchObject({ machinery: null, problems: [], sites: [{ site: 'mine' }] })
  expect(JSON.stringify(health)).not.toMatch(/theirs|127\.0\.0\.1|a-0/)
})

test('a collector that goes down is told, with what to do', async () => {
  await stopCollector()
  const { problems } = await until(({ machinery }) => machinery.collectors[0].state === 'unreachable')
  expect(problems).toContainEqual(
    expect.objectContaining({ severity: 'bad', what: `The collector ${url} is unreachable: ECONNREFUSED` }),
  )
})

test('the live checker says what arrived and why the rest does not count', async () => {
  const at = new Date(systemClock.now() - 1_000).toISOString()
  const since = new Date(systemClock.now() - 60_000).toISOString()
  await facts.tell('mine', [fact('click', at)])
  const unread = fact('click', at)
  await facts.tell('mine', [{ ...unread, type: 'tap' } as never])
  const found = await get(`check?site=mine&since=${since}`, served.keys[0])
  expect(found.events).toEqual([expect.objectContaining({ type: 'click', item: 'emma', verdict: 'counted' })])
  expect(found.unread).toEqual([
    expect.objectContaining({ code: 'EVENT_TYPE_UNKNOWN', explanation: expect.stringContaining('Use served') }),
  ])
  expect((await get(`check?site=theirs`, served.keys[0])).code).toBe('FORBIDDEN')
  const { held, counts } = await get('quarantine', served.keys[0])
  expect(held).toEqual([expect.objectContaining({ site: 'mine', code: 'EVENT_TYPE_UNKNOWN' })])
  expect(counts).toEqual([{ code: 'EVENT_TYPE_UNKNOWN', held: 1 }])
  // Whoever asks for it by its id reads why, and nobody of another site does.
  const story = await get(`events/${unread.id}`, served.keys[0])
  expect(story).toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringMatching(/in quarantine. EVENT_TYPE_UNKNOWN: /),
  })
  expect((await get(`events/${unread.id}`, served.keys[2])).message).toMatch(/^No event with this id/)
  expect(await get('quarantine', served.keys[2])).toEqual({ held: [], counts: [] })
})

test('on a busy site the checker shows clicks first: impressions do not push them out', async () => {
  const at = new Date(systemClock.now() - 1_000).toISOString()
  await facts.tell('theirs', [fact('click', at, { item: 'persuasion' })])
  const later = new Date(systemClock.now()).toISOString()
  const shown = Array.from({ length: 120 }, (_, item) => fact('impression', later, { item: `i${item}` }))
  await facts.tell('theirs', shown)
  const { events } = await get('check?site=theirs', served.keys[2])
  expect(events[0]).toMatchObject({ type: 'click', item: 'persuasion' })
  expect(events.slice(1).every(({ type }: { type: string }) => type === 'impression')).toBe(true)
  expect(events.length).toBe(101)
})

test('another tool’s counts stand beside ours', async () => {
  const day = new Date(systemClock.now() - 28 * 86_400_000 - 600_000).toISOString().slice(0, 10)
  const found = await get(`difference?site=theirs&metric=impressions&theirs=${day}:25`)
  expect(found.days).toEqual([expect.objectContaining({ day, theirs: 25, gross: 30 })])
  expect((await get('difference?site=theirs&theirs=2026-13-99:1')).code).toBe('RANGE')
  expect((await get('difference?site=theirs&theirs=1')).code).toBe('QUERY')
})
