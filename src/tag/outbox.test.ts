// The outbox and its delivery under everything at once: several tabs over one storage, crashes, full storage, lost answers, hung and
// failing datacenters. Each tab is the tag's own code in a scope of its own; the browser around it is simulated, so that time can be moved.
import { buildSync } from 'esbuild'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ABORT_MS, CLICK_MS, GATHER_MS, OUTBOX_CHARS_MAX, RETRY_AFTER_MAX_MS, RETRY_MS } from './limits.ts'

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const ENDPOINTS = ['https://a.example', 'https://b.example']

const code = buildSync({
  stdin: {
    contents: `
      import { configure } from './config.ts'
      import { drain, drainIn } from './delivery.ts'
      import { CLICK_MS, GATHER_MS } from './limits.ts'
      import { tell } from './recorder.ts'
      import { decide, put } from './outbox.ts'
      export function open(endpoints) { configure({ endpoints, site: 'shop' }); decide(); drain() }
      export const click = (item, site = 'shop') => (setTimeout(drain, CLICK_MS), tell({ site, list: 'x', item, position: 1, type: 'click' }, 0).id)
      export const show = (item, list = 'x', type = 'impression') => (drainIn(GATHER_MS), put({ site: 'shop', list, item, position: 1, type }).id)
      export { drain }`,
    resolveDir: import.meta.dirname,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'tab',
  external: ['node:*'],
}).outputFiles[0]!.text

interface Tab {
  open(endpoints: string): void
  click(item: string, site?: string): string
  show(item: string, list?: string, type?: string): string
  drain(): void
}
type Answer = 'ok' | 'lost answer' | 'unavailable' | 'no way' | 'silence' | 'bad request' | 'too large'

class Page {
  alive = true
  readonly document = { hidden: false }
  /** Images asked for. */
  images = 0
  readonly tab: Tab
  readonly timers = new Map<number, { at: number; run: () => void }>()
  readonly pending: { endpoint: string; body: string; since: number; settle: (answer: Answer) => void }[] = []

  constructor(world: World) {
    let nextTimer = 1
    const browser = {
      window: { localStorage: world.storage },
      crypto,
      document: this.document,
      navigator: {},
      Image: countedBy(this),
      AbortSignal: { timeout: (ms: number) => void world.abortsMs.add(ms) },
      Date: { now: () => world.now },
      setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
        this.timers.set(nextTimer, { at: world.now + ms, run: () => run(...args) })
        return nextTimer++
      },
      clearTimeout: (timer: number) => this.timers.delete(timer),
      fetch: (url: string, init: { body: string }) =>
        new Promise((resolve, reject) => {
          const endpoint = url.replace('/w/1', '')
          world.bodyCharsMax = Math.max(world.bodyCharsMax, init.body.length)
          this.pending.push({
            endpoint,
            body: init.body,
            since: world.now,
            settle: (answer) => {
              if (answer === 'ok' || answer === 'lost answer') world.receive(init.body)
              if (!this.alive) return
              if (answer === 'ok') resolve({ ok: true, status: 204, headers: new Headers() })
              else if (answer === 'unavailable')
                resolve({ ok: false, status: 503, headers: new Headers({ 'Retry-After': world.retryAfter }) })
              else if (answer === 'bad request' || answer === 'too large')
                resolve({ ok: false, status: answer === 'too large' ? 413 : 400, headers: new Headers() })
              else reject(new DOMException('', answer === 'silence' ? 'TimeoutError' : 'TypeError'))
            },
          })
          const bytes = this.pending.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)
          world.openBytesMax = Math.max(world.openBytesMax, bytes)
          const open = this.pending.filter((request) => request.endpoint === endpoint).length
          world.openMax = Math.max(world.openMax, open)
        }),
    }
    this.tab = new Function(...Object.keys(browser), `${code}; return tab`)(...Object.values(browser))
    this.tab.open(ENDPOINTS.join(' '))
  }
}

/** A class of images that counts them. */
const countedBy = (page: Page) =>
  class {
    constructor() {
      page.images++
    }
  }

class World {
  now = 1_795_000_000_000
  quota = Number.POSITIVE_INFINITY
  /** What a datacenter that is unavailable asks for, seconds. */
  retryAfter = '1'
  /** The most requests that one page had on their way to one datacenter, and the longest body. */
  openMax = 0
  bodyCharsMax = 0
  /** The most bytes that one page had on their way at once. */
  openBytesMax = 0
  /** After how long requests are given up, as the browser was told. */
  readonly abortsMs = new Set<number>()
  readonly stored: Record<string, string> = {}
  readonly received = new Set<string>()
  readonly batches: { site: string; events: { id: string }[] }[] = []
  /** The numbers received, by outbox. */
  readonly numbers = new Map<string, Set<number>>()
  readonly pages: Page[] = []
  readonly storage: Record<string, string> = new Proxy(this.stored, {
    set: (target, key: string, value: string) => {
      const size = Object.entries(target).reduce((sum, [k, v]) => sum + (k === key ? 0 : k.length + v.length), 0)
      if (size + key.length + value.length > this.quota) throw new DOMException('', 'QuotaExceededError')
      target[key] = value
      return true
    },
  })

  receive(body: string): void {
    const { outbox, site, events } = JSON.parse(body)
    this.batches.push({ site, events })
    for (const { id, n } of events) {
      this.received.add(id)
      this.numbers.set(outbox, (this.numbers.get(outbox) ?? new Set()).add(n))
    }
  }
  /** Numbers that were never received though higher ones of their outbox were: what the loss measure would call lost. */
  gaps(): number {
    return [...this.numbers.values()].reduce((sum, seen) => sum + Math.max(...seen) - seen.size, 0)
  }
  keptIds(): string[] {
    return Object.keys(this.stored)
      .filter((key) => key.startsWith('wayside.'))
      .map((key) => key.slice(-36))
  }
  dropped(): number {
    const numbers = JSON.parse(this.stored['wayside-n'] ?? '{"dropped":{}}')
    return Object.values(numbers.dropped as Record<string, number>).reduce((sum, count) => sum + count, 0)
  }
  live(): Page[] {
    return this.pages.filter((page) => page.alive)
  }
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resume) => setImmediate(resume))
  }
  async pass(ms: number): Promise<void> {
    const end = this.now + ms
    for (;;) {
      const due = this.live()
        .flatMap((page) => [...page.timers].map(([id, timer]) => ({ page, id, ...timer })))
        .filter((timer) => timer.at <= end)
        .sort((x, y) => x.at - y.at)[0]
      if (!due) break
      this.now = Math.max(this.now, due.at)
      due.page.timers.delete(due.id)
      due.run()
      await this.settle()
    }
    this.now = end
    for (const page of this.live())
      for (const request of page.pending.filter(({ since }) => this.now - since >= 8_000))
        this.answer(page, request, 'silence')
    await this.settle()
  }
  answer(page: Page, request: Page['pending'][number], answer: Answer): void {
    page.pending.splice(page.pending.indexOf(request), 1)
    request.settle(answer)
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('click' as const), tab: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('show' as const), tab: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), tab: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 250, 1_100, 1_600, 9_000, 60_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      tab: fc.nat(3),
      which: fc.nat(4),
      answer: fc.constantFrom<Answer>('ok', 'ok', 'lost answer', 'unavailable', 'no way'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('quota' as const), chars: fc.constantFrom(0, 900, 3_000, 1e9) }),
  },
)

test(`no tab, crash, full storage or answer loses an event that was stored, and in the end all have arrived (SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = new World()
      const told = new Map<string, Page>()
      const everStored = new Set<string>()
      const noteStored = (): void => world.keptIds().forEach((id) => void everStored.add(id))
      world.pages.push(new Page(world))
      for (const { ...next } of steps) {
        const live = world.live()
        const page = 'tab' in next ? live[next.tab % Math.max(1, live.length)] : undefined
        if (next.do === 'open') world.pages.push(new Page(world))
        else if (next.do === 'quota') world.quota = next.chars
        else if (next.do === 'pass') await world.pass(next.ms)
        else if (page && next.do === 'crash') page.alive = false
        else if (page && next.do === 'answer') {
          const request = page.pending[next.which % Math.max(1, page.pending.length)]
          if (request) world.answer(page, request, next.answer)
        } else if (page && (next.do === 'click' || next.do === 'show')) {
          const id = page.tab[next.do]('emma')
          told.set(id, page)
          // Synchronously: a crash right after the handler finds it on disk, unless the storage was full.
          if (world.quota > 1e8) expect(world.keptIds()).toContain(id)
        }
        noteStored()
        await world.settle()
        const kept = new Set(world.keptIds())
        for (const id of everStored)
          if (!kept.has(id) && !world.received.has(id)) throw new Error(`${id} left the storage and never arrived`)
      }
      world.quota = Number.POSITIVE_INFINITY
      world.pages.push(new Page(world))
      // Longer than the longest wait between tries.
      for (let second = 0; second < 620; second++) {
        await world.pass(1_000)
        for (const page of world.live()) for (const request of [...page.pending]) world.answer(page, request, 'ok')
        if (second > 3 && world.live().every((page) => page.timers.size === 0)) break
      }
      await world.settle()
      expect(world.keptIds()).toEqual([])
      expect(world.dropped()).toBe(0)
      expect(world.openMax).toBeLessThanOrEqual(2)
      expect(world.bodyCharsMax).toBeLessThan(8_000)
      // Half of what keepalive requests of a page may share.
      expect(world.openBytesMax).toBeLessThanOrEqual(32_768)
      const lost = [...told].filter(([id, page]) => !world.received.has(id) && (page.alive || everStored.has(id)))
      expect(lost.map(([id]) => id)).toEqual([])
      // Only a storage that was full leaves a gap, when a page closes with events in its memory.
      if (!steps.some((taken) => taken.do === 'quota')) expect(world.gaps()).toBe(0)
    }),
    { seed: SEED, numRuns: 150 },
  )
})

test('a count cap drops impressions before clicks, and says how many', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  const clicks: string[] = []
  for (let count = 0; count < 40; count++) clicks.push(page.tab.click('emma'))
  for (let count = 0; count < 560; count++) page.tab.show('emma')
  await world.pass(CLICK_MS)
  const kept = world.keptIds()
  expect(kept).toHaveLength(500)
  expect(kept).toEqual(expect.arrayContaining(clicks))
  expect(world.dropped()).toBe(100)
  for (const request of [...page.pending]) world.answer(page, request, 'unavailable')
  await world.pass(3_000)
  expect(JSON.parse(page.pending.at(-1)!.body).dropped).toEqual({ impression: 100 })
})

test('an event is given up after 35 days, not before', async () => {
  const world = new World()
  const page = new Page(world)
  page.tab.click('emma')
  page.alive = false
  world.now += 34.9 * 86_400_000
  const later = new Page(world)
  world.pages.push(later)
  await world.settle()
  expect(later.pending).toHaveLength(1)
  later.alive = false
  world.now += 0.2 * 86_400_000
  const last = new Page(world)
  await world.settle()
  expect([last.pending.length, world.keptIds().length, world.dropped()]).toEqual([0, 0, 1])
})

test('rubbish under our prefix is thrown out and stops nothing', async () => {
  const world = new World()
  world.stored['wayside.clickrubbish'] = '{"half'
  world.stored['wayside.viewother'] = '7'
  world.stored['another-key'] = 'the site’s'
  const page = new Page(world)
  world.pages.push(page)
  page.tab.click('emma')
  await world.pass(CLICK_MS)
  expect(JSON.parse(page.pending[0]!.body).events).toHaveLength(1)
  expect(Object.keys(world.stored).sort()).toEqual([
    'another-key',
    'wayside-n',
    expect.stringMatching(/^wayside\.click0/),
  ])
})

test('numbers run on through reloads and tabs, and ids are version 7 UUIDs of their time', async () => {
  const world = new World()
  world.pages.push(new Page(world), new Page(world))
  const clickedAt = world.now
  for (const { tab } of world.pages) {
    tab.click('emma')
    await world.pass(CLICK_MS)
  }
  const events = Object.entries(world.stored)
    .filter(([key]) => key.startsWith('wayside.'))
    .map(([, value]) => JSON.parse(value))
  expect(events.map((event) => event.n).sort()).toEqual([1, 2])
  for (const { id } of events) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([clickedAt, clickedAt + CLICK_MS]).toContain(Number.parseInt(id.slice(0, 13).replace('-', ''), 16))
  }
})

test('a number that was given and not yet noted is never one of another outbox, and no tab makes up a gap', async () => {
  const world = new World()
  world.pages.push(new Page(world), new Page(world))
  const [one, other] = world.pages as [Page, Page]
  for (const page of [one, one, one, other]) page.tab.click('emma')
  await world.pass(CLICK_MS)
  for (const page of [other, one, other]) page.tab.click('persuasion')
  one.alive = false
  world.pages.push(new Page(world))
  for (let second = 0; second < 30; second++) {
    await world.pass(1_000)
    for (const page of world.live()) for (const request of [...page.pending]) world.answer(page, request, 'ok')
  }
  expect([world.keptIds(), world.received.size, world.numbers.size, world.gaps()]).toEqual([[], 7, 1, 0])
})

test('a click tries the next datacenter after 1.5 s of silence; the one that answers is asked first from then on', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  page.tab.click('emma')
  await world.pass(CLICK_MS)
  expect(page.pending.map((request) => request.endpoint)).toEqual([ENDPOINTS[0]])
  await world.pass(1_500)
  expect(page.pending.map((request) => request.endpoint)).toEqual(ENDPOINTS)
  world.answer(page, page.pending[1]!, 'ok')
  await world.settle()
  page.tab.click('persuasion')
  await world.pass(CLICK_MS)
  expect(page.pending.at(-1)!.endpoint).toBe(ENDPOINTS[1])
})

test('waits grow', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  page.tab.show('emma')
  const gaps: number[] = []
  let last = world.now
  for (let round = 0; round < 5; round++) {
    while (page.pending.length === 0) await world.pass(100)
    gaps.push(world.now - last)
    last = world.now
    while (page.pending.length > 0) {
      world.answer(page, page.pending[0]!, 'unavailable')
      await world.settle()
    }
  }
  expect(gaps[1]).toBeGreaterThanOrEqual(2_000)
  expect(gaps[4]).toBeGreaterThan(gaps[1]! * 2)
})

/** Answers all that is asked, each datacenter in its turn. */
const answerAll = async (world: World, page: Page, answer: Answer): Promise<void> => {
  while (page.pending.length > 0) {
    world.answer(page, page.pending[0]!, answer)
    await world.settle()
  }
}

test.each([
  ['60', 60_000],
  ['1000000000', RETRY_AFTER_MAX_MS],
])('Retry-After: %s is honoured, and believed up to five minutes', async (retryAfter, waitMs) => {
  const world = new World()
  world.retryAfter = retryAfter
  const page = new Page(world)
  world.pages.push(page)
  page.tab.show('emma')
  await world.pass(GATHER_MS)
  await answerAll(world, page, 'unavailable')
  for (let ms = 0; ms < waitMs; ms += 1_000) {
    await world.pass(1_000)
    expect(page.pending).toEqual([])
  }
  // The second wait of its own comes on top: twice two seconds and the jitter.
  await world.pass(7_000)
  expect(page.pending[0]?.endpoint).toBe(ENDPOINTS[0])
})

test.each([
  [0, 1],
  [900, 0],
])(
  'what was sent %i ms after a full second comes %i times within 2.5 s: the clock is the jitter',
  async (ms, times) => {
    const world = new World()
    world.now += ms
    const first = new Page(world)
    first.tab.show('emma')
    world.pages.push(first)
    await world.pass(GATHER_MS)
    first.alive = false
    await world.pass(2_500)
    const next = new Page(world)
    expect(next.pending).toHaveLength(times)
  },
)

test.each(['bad request', 'too large'] as const)('a batch that is answered “%s” is not sent again', async (answer) => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  page.tab.click('emma')
  await world.pass(CLICK_MS)
  world.answer(page, page.pending[0]!, answer)
  await world.settle()
  expect([page.pending, world.keptIds()]).toEqual([[], []])
})

test('a size cap drops impressions before clicks', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  const long = 'x'.repeat(OUTBOX_CHARS_MAX / 10)
  for (let count = 0; count < 12; count++) page.tab.show('emma', long)
  const click = page.tab.click('emma')
  await world.pass(CLICK_MS)
  expect(world.dropped()).toBe(3)
  expect(world.keptIds()).toContain(click)
  expect(world.keptIds()).toHaveLength(10)
})

test('a list of a hundred items under the longest token loses nothing', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  const token = 'x'.repeat(4_096)
  for (let item = 0; item < 100; item++)
    for (const type of ['impression', 'view']) page.tab.show(`${item}`, token, type)
  for (let round = 0; world.received.size < 200 && round < 300; round++) {
    await world.pass(GATHER_MS)
    await answerAll(world, page, 'ok')
  }
  expect([world.received.size, world.dropped(), world.keptIds().length]).toEqual([200, 0, 0])
})

test('an event longer than a batch goes alone, and holds nothing back', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  const long = page.tab.show('emma', 'x'.repeat(20_000))
  const behind = page.tab.show('persuasion')
  await world.pass(GATHER_MS)
  await answerAll(world, page, 'ok')
  const sent = world.batches.map(({ events }) => events.map(({ id }) => id))
  expect(sent).toHaveLength(2)
  expect(sent).toEqual(expect.arrayContaining([[long], [behind]]))
})

test('a batch is of one site', async () => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  const shop = page.tab.click('emma')
  const other = page.tab.click('emma', 'other')
  await world.pass(CLICK_MS)
  await answerAll(world, page, 'ok')
  const batches = world.batches.map(({ site, events }) => [site, ...events.map(({ id }) => id)])
  expect(batches).toHaveLength(2)
  expect(batches).toEqual(
    expect.arrayContaining([
      ['shop', shop],
      ['other', other],
    ]),
  )
})

test.each([
  [false, 1],
  [true, 0],
])('a fetch that fails at once, the page hidden: %s, is tried by %i images', async (hidden, images) => {
  const world = new World()
  const page = new Page(world)
  world.pages.push(page)
  page.tab.click('emma')
  await world.pass(CLICK_MS)
  page.document.hidden = hidden
  await answerAll(world, page, 'no way')
  expect(page.images).toBe(images)
})

test('what was sent seconds ago waits in every tab, and goes again soon if its sender died', async () => {
  const world = new World()
  const first = new Page(world)
  world.pages.push(first)
  const id = first.tab.click('emma')
  await world.pass(CLICK_MS)
  expect(first.pending).toHaveLength(1)
  expect(world.abortsMs).toEqual(new Set([ABORT_MS]))
  first.alive = false
  const next = new Page(world)
  world.pages.push(next)
  await world.pass(RETRY_MS - CLICK_MS)
  expect(next.pending).toHaveLength(0)
  await world.pass(RETRY_MS)
  const again = next.pending.filter(({ endpoint }) => endpoint === ENDPOINTS[0])
  expect(again.map(({ body }) => JSON.parse(body).events[0])).toMatchObject([{ id, retries: 1, n: 1 }])
})

test('what has waited longer and longer goes within seconds once a datacenter has taken something of this page', async () => {
  const world = new World()
  const first = new Page(world)
  world.pages.push(first)
  const id = first.tab.click('emma')
  for (let round = 0; round < 6; round++) {
    while (first.pending.length === 0) await world.pass(100)
    while (first.pending.length > 0) {
      world.answer(first, first.pending[0]!, 'no way')
      await world.settle()
    }
  }
  first.alive = false
  const next = new Page(world)
  world.pages.push(next)
  await world.pass(10_000)
  expect(next.pending).toHaveLength(0)
  next.tab.show('persuasion')
  await world.pass(1_100)
  world.answer(next, next.pending[0]!, 'ok')
  await world.pass(1_100)
  expect(next.pending.map(({ body }) => JSON.parse(body).events[0].id)).toEqual([id])
})

test('a clock that was set back years holds nothing back', async () => {
  const world = new World()
  const first = new Page(world)
  first.tab.click('emma')
  world.pages.push(first)
  await world.pass(CLICK_MS)
  first.alive = false
  world.now -= 100 * 86_400_000
  const later = new Page(world)
  expect(later.pending).toHaveLength(1)
})

test('a click that only the stub saw becomes one event, whichever tab takes it over: numbered, its item viewed before it', async () => {
  const world = new World()
  const payload = Buffer.from(JSON.stringify({ s: 'shop', i: ['emma', 'überzeugung'] })).toString('base64url')
  const key = 'wayside.click11111111-2222-4333-8444-555555555555'
  const record = { occurredAt: world.now - 60_000, list: `v1.k1.${payload}.x`, position: 2, trusted: true }
  const complete = async (): Promise<Record<string, unknown>[]> => {
    world.stored[key] = JSON.stringify(record)
    const page = new Page(world)
    world.pages.push(page)
    await world.pass(1_100)
    page.alive = false
    return JSON.parse(page.pending[0]!.body).events
  }
  const events = await complete()
  const what = { item: 'überzeugung', position: 2, occurredAt: record.occurredAt }
  expect(events).toMatchObject([
    { ...what, type: 'click', n: 3, trusted: true },
    { ...what, type: 'impression', n: 1 },
    { ...what, type: 'view', n: 2 },
  ])
  expect(events[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7333-8444-555555555555$/)
  // Another tab, whose view of the storage is older, does the same.
  for (const name of Object.keys(world.stored)) delete world.stored[name]
  expect((await complete())[0]!.id).toBe(events[0]!.id)
})

test('an unreadable click of the stub is thrown out, counted, and stops nothing', async () => {
  const world = new World()
  world.stored['wayside.click11111111-2222-4333-8444-555555555555'] = JSON.stringify({
    occurredAt: world.now,
    list: 'x',
  })
  const page = new Page(world)
  world.pages.push(page)
  page.tab.click('emma')
  await world.pass(1_000)
  expect(page.pending.flatMap(({ body }) => JSON.parse(body).events)).toHaveLength(1)
  expect(world.keptIds()).toHaveLength(1)
  expect(JSON.parse(world.stored['wayside-n']!).dropped).toEqual({ click: 1 })
})
