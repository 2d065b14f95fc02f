// `npm run bench:store -- --rows 1e6,1e7,3e7`: how long answers take on so many events, with counting-once on, and what an event weighs on disk.
// Answers are the real functions, over the real child process; DuckDB is asked the same of the same rows, where it is installed.
// With --make FOLDER it only makes the rows, and with --over FOLDER it only asks, so that the two can be run apart; --add publishes beside the other
// sizes of the last run, --alone leaves DuckDB out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { books, breakdown, compare, loss, report, series } from '../src/report/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { SITE } from './loader-traffic.ts'
import { grow, loadWeek, weigh, writeParquet } from './store-data.ts'
import { askDuckDb } from './store-duckdb.ts'
import { publishResults, type Result, table } from './store-table.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e6,1e7' },
    week: { type: 'string', default: '1e6' },
    rounds: { type: 'string', default: '5' },
    make: { type: 'string' },
    over: { type: 'string' },
    publish: { type: 'boolean', default: false },
    add: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const sizes = values.rows.split(',').map(Number)
const week = Math.min(Number(values.week), ...sizes)

/** What is asked; one week of ten or so, and all. */
function questions(store: Store): Record<string, () => Promise<unknown>> {
  const all = { site: SITE, from: '2026-10-01', to: '2040-01-01' }
  const recent = { site: SITE, from: '2026-11-15', to: '2026-11-22' }
  const over = Date.parse('2026-11-22')
  return {
    'CTR by placement and day': () => report(store, { ...all, by: ['placement', 'day'] }),
    'CTR by variant and position': () => report(store, { ...all, by: ['variant', 'position'] }),
    'top 100 items': async () => topItems(await report(store, { ...all, by: ['item'] })),
    books: async () => {
      const now = await books(store, { site: SITE })
      if (!now.balanced) throw new Error(`unbalanced: ${JSON.stringify(now)}`)
    },
    loss: () => loss(store, { ...all, by: ['engine'] }),
    'one day by item': () => report(store, { site: SITE, from: '2026-11-03', to: '2026-11-04', by: ['item'] }),
    'a week beside the week before': () => compare(store, recent, over),
    'hours of a week': () => series(store, recent, over),
    'breakdown of a week': () => breakdown(store, recent, over),
    'the same, one placement': () => breakdown(store, { ...recent, only: { placement: 'basket' } }, over),
  }
}

async function measure(folder: string): Promise<Pick<Result, 'medianMs' | 'cpuMs' | 'enginePeakMb'>> {
  const store = await openStore({ folder, remembers: false })
  const pid = store.enginePid()!
  const medianMs: Record<string, number> = {}
  const cpuMs: Record<string, number> = {}
  for (const [name, ask] of Object.entries(questions(store))) {
    await ask()
    const times: number[] = []
    const cpuBefore = cpuSeconds(pid)
    // A slow answer is asked fewer times, so that a turn stays short.
    for (let round = 0; round < rounds && (round === 0 || times[0]! < 4_000); round++) {
      const startedAt = performance.now()
      await ask()
      times.push(performance.now() - startedAt)
    }
    cpuMs[name] = Math.round(((cpuSeconds(pid) - cpuBefore) * 1000) / times.length)
    medianMs[name] = Math.round(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!)
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  await store.close()
  return { medianMs, cpuMs, enginePeakMb: Math.round((Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6) }
}

function cpuSeconds(pid: number): number {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(ticks[11]) + Number(ticks[12])) / 100
}

function topItems({ rows }: { rows: { clickThroughRate: number | null }[] }): unknown[] {
  return rows.sort((a, b) => (b.clickThroughRate ?? 0) - (a.clickThroughRate ?? 0)).slice(0, 100)
}

async function ask(folder: string): Promise<Result> {
  const weight = await weigh(folder)
  const parquet = join(folder, 'events.parquet')
  const result = { ...weight, ...(await measure(folder)), duckDbMs: {} }
  if (values.alone) return result
  await writeParquet(folder, parquet)
  const duckDbMs = await askDuckDb(parquet, rounds)
  rmSync(parquet)
  return { ...result, duckDbMs }
}

const folder = values.make ?? values.over ?? mkdtempSync(join(tmpdir(), 'wayside-bench-'))
try {
  const results: Result[] = []
  if (values.over === undefined) await loadWeek(folder, week)
  let weeks = 1
  for (const size of sizes) {
    const wanted = Math.max(1, Math.round(size / week))
    if (values.over === undefined) await grow(folder, weeks, wanted)
    weeks = wanted
    if (values.make === undefined) results.push(await ask(folder))
  }
  if (results.length > 0) console.log(table(results, rounds))
  if (values.publish) publishResults(results, rounds, values.add)
} finally {
  if (values.make === undefined && values.over === undefined) rmSync(folder, { recursive: true, force: true })
}
