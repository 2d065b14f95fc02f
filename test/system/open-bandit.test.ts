// Real rows, badly treated: every event of the Open Bandit sample delivered three times, in random order, through two datacenters, with the
// loader's process killed ten times on the way. The totals must be exact. Where the sample is not there, one with known totals is made.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { books, report } from '../../src/report/index.ts'
import { openStore } from '../../src/store/index.ts'
import { Bench, idMaker, record, SITE, tokenOf } from './store-kit.ts'

const FOLDER = resolve(import.meta.dirname, '../../../shared/data/open-bandit')
const SEED = Number(process.env.WAYSIDE_SEED ?? 5)
const KILLS = 10
const COPIES = 3
/** Rows that one visitor sees. */
const ROWS_PER_OUTBOX = 10

interface Row {
  variant: string
  at: number
  item: string
  position: number
  click: boolean
}
const random = seeded(SEED)
const id = idMaker(SEED)

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function rowsOfFolder(): Row[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name) =>
      readFileSync(join(FOLDER, name), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line): Row => {
          const [timestamp = '', item = '', position = '', click = ''] = line.split(',')
          const at = Date.parse(timestamp.replace(' ', 'T'))
          return {
            variant: name.split('-')[0]!,
            at,
            item: `i${item}`,
            position: Number(position),
            click: click === '1',
          }
        }),
    )
}

function madeRows(): Row[] {
  return Array.from({ length: 6_000 }, (_, n) => ({
    variant: n % 2 ? 'bts' : 'random',
    at: Date.UTC(2019, 10, 24) + n * 20_000,
    item: `i${n % 34}`,
    position: (n % 3) + 1,
    click: n % 37 === 0,
  }))
}

/** The events of one row: seen, and perhaps clicked, in a list of three whose other places are somebody else's. */
function eventsOf(row: Row, list: string): Partial<Event>[] {
  const items = [1, 2, 3].map((place) => (place === row.position ? row.item : `other-${place}`))
  const token = tokenOf(list, items, { placement: 'men', variant: row.variant, t: Math.floor(row.at / 1000) - 1 })
  const of = { item: row.item, list: token, trusted: true, position: row.position }
  const seen: Partial<Event> = { id: id(row.at), type: 'impression', occurredAt: row.at, ...of }
  return row.click ? [seen, { id: id(row.at), type: 'click', occurredAt: row.at + 500, ...of }] : [seen]
}

function shuffled<T>(all: T[]): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}

/** Run a loader; kill it after so many milliseconds. @returns whether it had loaded everything */
function load(killAfterMs?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'load-once.ts'), bench.folder])
    let words = ''
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk
    })
    child.stdout.on('data', (chunk: Buffer) => {
      words += chunk
      if (words === 'opened\n' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    })
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(words.includes('loaded'))
      else reject(new Error(`The loader ended with ${code}: ${errors}`))
    })
  })
}

test(`every event three times, in random order, through two datacenters, the loader killed ten times: exact totals (WAYSIDE_SEED=${SEED})`, async () => {
  const rows = existsSync(FOLDER) ? rowsOfFolder() : madeRows()
  const expected = new Map<string, { impressions: number; clicks: number }>()
  const batches: Buffer[] = []
  let events = 0
  for (let first = 0; first < rows.length; first += ROWS_PER_OUTBOX) {
    const outbox = id()
    const mine = rows.slice(first, first + ROWS_PER_OUTBOX)
    const made = mine.flatMap((row, i) => eventsOf(row, `list-${first + i}`))
    events += made.length
    for (const { variant, position, click } of mine) {
      const name = `${variant} ${position}`
      const total = expected.get(name) ?? { impressions: 0, clicks: 0 }
      expected.set(name, { impressions: total.impressions + 1, clicks: total.clicks + Number(click) })
    }
    const last = Math.max(...mine.map(({ at }) => at)) + 1_000
    for (let copy = 0; copy < COPIES; copy++) {
      const receivedAt = last + Math.floor(random() * 86_400_000)
      batches.push(record({ outbox, sentAt: receivedAt - 40, events: shuffled([...made]) }, { receivedAt }))
    }
  }
  shuffled(batches)
  let unfinished = 0
  for (let round = 0; round <= KILLS; round++) {
    const part = batches.slice((batches.length * round) / (KILLS + 1), (batches.length * (round + 1)) / (KILLS + 1))
    for (const log of ['a-0', 'b-0'])
      await bench.append(log, ...part.filter((_, i) => (i % 2 === 0) === (log === 'a-0')))
    if (!(await load(round < KILLS ? random() * 600 : undefined))) unfinished++
  }
  console.log(`${events} events in ${events * COPIES} copies; ${unfinished} of ${KILLS} kills met a load under way`)
  expect(unfinished).toBeGreaterThan(0)
  bench.store = await openStore({ folder: join(bench.folder, 'store') })
  const got = (await report(bench.store, { site: SITE, by: ['variant', 'position'] })).rows
  expect(
    Object.fromEntries(
      got.map((row) => [`${row.variant} ${row.position}`, { impressions: row.impressions, clicks: row.clicks }]),
    ),
  ).toEqual(Object.fromEntries(expected))
  if (existsSync(FOLDER))
    expect(got.map((row) => [row.variant, row.position, row.clicks, row.impressions])).toEqual([
      ['bts', 1, 30, 3339],
      ['bts', 2, 21, 3262],
      ['bts', 3, 18, 3399],
      ['random', 1, 10, 3284],
      ['random', 2, 22, 3388],
      ['random', 3, 14, 3328],
    ])
  expect(await books(bench.store, { site: SITE })).toMatchObject({
    received: events * COPIES,
    counted: events,
    duplicate: events * (COPIES - 1),
    balanced: true,
  })
}, 400_000)
