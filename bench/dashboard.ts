// `npm run bench:dashboard -- --rows 1e7`: first paint of the overview and the time of a filter, in a real browser over a real backend, and what
// the dashboard weighs. The store is the store benchmark's, at rest: a week of traffic, and further weeks made of it inside the engine;
// `--data FOLDER` keeps it for the next run. First paint: until the figures stand there. A filter: from following a name to the moment at which
// every tile shows its answer.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { Keyring } from '../src/cli/keyring.ts'
import { SITE, STARTED_AT } from './loader-traffic.ts'
import { grow, loadWeek, WEEK_MS } from './store-data.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e6' },
    rounds: { type: 'string', default: '7' },
    data: { type: 'string' },
  },
})
const root = resolve(import.meta.dirname, '..')
const rounds = Number(values.rounds)
/** Events of the week that the others are made of. */
const WEEK_ROWS = 1e6
const folder = values.data ?? mkdtempSync(join(tmpdir(), 'wayside-bench-dashboard-'))

async function main(): Promise<void> {
  process.stdout.write(`${weigh()}\n`)
  const rows = Number(values.rows)
  const weeks = Math.max(1, Math.round(rows / WEEK_ROWS))
  const [from, to] = [STARTED_AT, STARTED_AT + weeks * WEEK_MS]
  if (!existsSync(join(folder, 'store'))) await fill(rows, weeks)
  const keys = new Keyring(folder)
  keys.addSigningKey(SITE)
  const { key } = keys.addApiKey('read', [SITE])
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
    await page.goto(`${url}/#key=${key}`)
    await page.waitForSelector('main#view')
    const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
    const last = day(to - 86_400_000)
    for (const [name, first] of [
      ['last 7 days', day(to - 7 * 86_400_000)],
      ['all there is', day(from)],
    ] as const) {
      const address = `${url}/?from=${first}&to=${last}&tz=UTC`
      const figures = await repeat(() => paint(page, address, '.figure'))
      const whole = await repeat(() => paint(page, address, undefined))
      const filter = await repeat(() => filterBy(page, address))
      process.stdout.write(
        `${rows.toLocaleString('en')} events, ${name}: figures ${figures} ms, whole view ${whole} ms, filter ${filter} ms (medians of ${rounds})\n`,
      )
    }
  } finally {
    await browser.close()
    backend.kill('SIGINT')
    await new Promise((resolve) => backend.once('exit', resolve))
    if (values.data === undefined) rmSync(folder, { recursive: true, force: true })
  }
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

/** From asking for the page until the selector matches, or until every tile has its answer. */
async function paint(page: Page, address: string, selector: string | undefined): Promise<number> {
  const startedAt = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await (selector ? page.waitForSelector(selector) : answered(page))
  return performance.now() - startedAt
}

async function filterBy(page: Page, address: string): Promise<number> {
  await page.goto(address)
  await answered(page)
  const link = page.locator('[data-tile="placements"] tbody a').first()
  const startedAt = performance.now()
  await link.click()
  await page.waitForSelector('.chips')
  await answered(page)
  return performance.now() - startedAt
}

async function answered(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const tiles = [...document.querySelectorAll('[data-tile]')]
      return tiles.length > 0 && tiles.every((tile) => tile.getAttribute('aria-busy') === 'false')
    },
    undefined,
    { polling: 'raf' },
  )
}

async function repeat(measure: () => Promise<number>): Promise<number> {
  await measure()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await measure())
  return Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!)
}

/** Each kind of file, brotli. */
function weigh(): string {
  const dist = join(root, 'dist/dashboard')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(dist, name)).isFile() && !name.endsWith('.br'),
  )
  const sizes = files.map(
    (name) =>
      [
        name,
        name.endsWith('.woff2')
          ? statSync(join(dist, name)).size
          : brotliCompressSync(readFileSync(join(dist, name))).length,
      ] as const,
  )
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  return `${sizes.map(([name, bytes]) => `${name} ${bytes.toLocaleString('en')}`).join(', ')}: ${total.toLocaleString('en')} bytes brotli in all`
}

await main()
