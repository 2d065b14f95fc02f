// `npm run bench:dashboard -- --rows 1e7`: first paint of the overview and the time of a filter, in a real browser over a real backend, and what
// the dashboard weighs. The store is the store benchmark's, at rest: a week of traffic, and further weeks made of it inside the engine;
// `--data FOLDER` keeps it for the next run, `--publish` writes what was printed to docs/benchmarks.md. First paint: until the figures stand there.
// A filter: from the click on a name, as the page gets it, to the moment at which every tile shows its answer. Before each round an event comes in and is counted, so that no answer
// is one that the store remembers.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { Keyring } from '../src/cli/keyring.ts'
import { systemClock } from '../src/platform/index.ts'
import { uuidv7 } from '../src/sdk/ids.ts'
import { openStore, Rebuilder } from '../src/store/index.ts'
import { weigh } from './lib/dashboard-weight.ts'
import { publish } from './lib/publish.ts'
import { SITE, STARTED_AT } from './loader-traffic.ts'
import { grow, loadWeek, WEEK_MS } from './store-data.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e6' },
    rounds: { type: 'string', default: '7' },
    data: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
})
const root = resolve(import.meta.dirname, '..')
const rounds = Number(values.rounds)
/** Events of the week that the others are made of. */
const WEEK_ROWS = 1e6
/** Tiles whose names are links, and what those narrow the view to. */
const FILTERS = [
  ['placements', 'placement'],
  ['variants', 'variant'],
  ['positions', 'position'],
  ['items', 'item'],
] as const
/** Within this time an event is in reports, milliseconds. */
const COUNTED_MS = 700
const said: string[] = []
const folder = values.data ?? mkdtempSync(join(tmpdir(), 'wayside-bench-dashboard-'))

async function main(): Promise<void> {
  say(weigh())
  const rows = Number(values.rows)
  const weeks = Math.max(1, Math.round(rows / WEEK_ROWS))
  const [from, to] = [STARTED_AT, STARTED_AT + weeks * WEEK_MS]
  if (!existsSync(join(folder, 'store'))) await fill(rows, weeks)
  await rest()
  const keys = new Keyring(folder)
  keys.addSigningKey(SITE)
  const { key } = keys.addApiKey('read', [SITE])
  const writer = keys.addApiKey('write', [SITE]).key
  writeFileSync(join(folder, 'wayside.yaml'), `data: ${folder}\n`)
  const backend = spawn(
    process.execPath,
    [join(root, 'src/cli/main.ts'), 'load', '--config', join(folder, 'wayside.yaml'), '--api-port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const url = await addressOf(backend.stdout)
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript(watch)
    await page.goto(`${url}/#key=${key}`)
    await page.waitForSelector('main#view')
    const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
    const last = day(to - 86_400_000)
    for (const [name, first] of [
      ['last 7 days', day(to - 7 * 86_400_000)],
      ['all there is', day(from)],
    ] as const) {
      const address = `${url}/?from=${first}&to=${last}&tz=UTC`
      const renew = (): Promise<void> => comesIn(url, writer)
      const figures = await repeat(renew, () => paint(page, address, 'figures'))
      const whole = await repeat(renew, () => paint(page, address, 'whole'))
      const filters: string[] = []
      for (const [tile, by] of FILTERS)
        filters.push(
          `${by} ${await repeat(
            async () => undefined,
            () => filterBy(page, address, tile, by, renew),
          )}`,
        )
      const again = await repeat(
        async () => undefined,
        () => paint(page, address, 'whole'),
      )
      say(
        `${rows.toLocaleString('en')} events, ${name}: first paint ${figures} ms, whole view ${whole} ms, filter by ${filters.join(', ')} ms; asked again with nothing new, whole view ${again} ms (medians of ${rounds})`,
      )
    }
  } finally {
    await browser.close()
    backend.kill('SIGINT')
    await new Promise((resolve) => backend.once('exit', resolve))
    if (values.data === undefined) rmSync(folder, { recursive: true, force: true })
  }
  if (values.publish) publish('dashboard', `\`\`\`\n${said.join('\n')}\n\`\`\``)
}

function say(line: string): void {
  said.push(line)
  process.stdout.write(`${line}\n`)
}

/** Build what is not built, and remove what was replaced, as upkeep does within minutes: production, too, is at rest but for the newest of them. */
async function rest(): Promise<void> {
  const store = await openStore({ folder: join(folder, 'store') })
  let now = 0
  const rebuilder = new Rebuilder(store, { ...systemClock, monotonic: () => now })
  await rebuilder.all()
  for (; now < 3_600_000; now += 1_200_000) await rebuilder.clean()
  await store.close()
}

/** One event comes in and is counted: what the store remembered is gone. */
async function comesIn(url: string, key: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      v: 1,
      site: SITE,
      events: [{ id: uuidv7(Date.now()), type: 'conversion', order: `${Date.now()}`, occurredAt: Date.now() }],
    }),
  })
  const { accepted } = (await answer.json()) as { accepted?: number }
  if (accepted !== 1) throw new Error(`The event was answered with ${answer.status}.`)
  await new Promise((resolve) => setTimeout(resolve, COUNTED_MS))
}

async function fill(rows: number, weeks: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await loadWeek(join(folder, 'store'), Math.min(WEEK_ROWS, rows))
  await grow(join(folder, 'store'), 1, weeks)
}

function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    output.on('data', (chunk: Buffer) => {
      const match = /backend ready: (http:\S+)/.exec(chunk.toString())
      if (match) resolve(match[1]!)
    })
  })
}

/** From asking for the page until its figures stand there, or until every tile shows its answer. */
async function paint(page: Page, address: string, what: 'figures' | 'whole'): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' })
  return (await timesOf(page))[what]
}

/** From the click as the page gets it. */
async function filterBy(
  page: Page,
  address: string,
  tile: string,
  by: string,
  renew: () => Promise<void>,
): Promise<number> {
  await page.goto(address)
  await timesOf(page)
  await renew()
  await page.locator(`[data-tile="${tile}"] a[href*="${by}="]`).first().click()
  await page.waitForSelector('.chips')
  const { whole, clicked } = await timesOf(page)
  return whole - clicked
}

/** By the page's own clock, milliseconds since it was asked for: first with figures, whole, last clicked; each when the frame is drawn. */
type Times = Record<'figures' | 'whole' | 'clicked', number>

/** Looks at the page from inside: a robot that asks it again and again takes its time, and sees late what it waits for. */
function watch(): void {
  const times: Times = { figures: 0, whole: 0, clicked: 0 }
  let isWhole = false
  const drawn = (then: (at: number) => void): void => {
    requestAnimationFrame(() => setTimeout(() => then(performance.now())))
  }
  const observer = new MutationObserver(() => {
    if (times.figures === 0 && document.querySelector('.figure')) drawn((at) => (times.figures ||= at))
    const tiles = [...document.querySelectorAll('[data-tile]')]
    const wasWhole = isWhole
    isWhole = tiles.length > 0 && tiles.every((tile) => tile.getAttribute('aria-busy') === 'false')
    if (!isWhole) times.whole = 0
    else if (!wasWhole) drawn((at) => (times.whole = isWhole ? at : 0))
  })
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ['aria-busy'] })
  addEventListener('click', ({ timeStamp }) => Object.assign(times, { clicked: timeStamp, whole: 0 }), true)
  Object.assign(globalThis, { times })
}

/** Once every tile shows its answer. */
async function timesOf(page: Page): Promise<Times> {
  const isWhole = (): Times | false => {
    const { times } = globalThis as unknown as { times: Times }
    return times.whole > 0 && times
  }
  return (await page.waitForFunction(isWhole, undefined, { polling: 50 })).jsonValue() as Promise<Times>
}

async function repeat(renew: () => Promise<void>, measure: () => Promise<number>): Promise<number> {
  await measure()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await renew()
    times.push(await measure())
  }
  return Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!)
}

await main()
