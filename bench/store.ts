// `npm run bench:store -- --rows 1e6,1e7,3e7`: how long reports take on so many events, with counting-once on, and what an event weighs on disk.
// A week of traffic is loaded as it would be, through the loader's own rows; further weeks are made of it inside the engine, with ids,
// lists, outboxes and times of their own. 2 % of the records come twice. Reports are the real functions, over the real child process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultContext } from '../src/loader/index.ts'
import { Load } from '../src/loader/load.ts'
import { tokenMemory } from '../src/loader/tokens.ts'
import { books, loss, type Report, report } from '../src/report/index.ts'
import { openChdb } from '../src/store/chdb/driver.ts'
import { openStore } from '../src/store/index.ts'
import { key, SITE, STARTED_AT, traffic } from './loader-traffic.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e6,1e7' },
    week: { type: 'string', default: '1e6' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
})
const sizes = values.rows.split(',').map(Number)
const week = Math.min(Number(values.week), ...sizes)
const rounds = Number(values.rounds)
const WEEK_MS = 7 * 86_400_000
const folder = mkdtempSync(join(tmpdir(), 'wayside-bench-'))

/** What a later week changes, of each table. The same id gets the same new one in both. */
const ID = (from: string): string =>
  `toFixedString(concat(substring(reverse(reinterpretAsFixedString(reinterpretAsUInt64(reverse(toFixedString(concat(unhex('0000'), substring(${from}, 1, 6)), 8))) + k * ${WEEK_MS})), 3, 6), substring(sipHash128(${from}, k), 1, 10)), 16)`
const LATER: Record<string, string> = {
  events: `${ID('id')} AS id, rank - bitShiftLeft(toUInt128(k * ${WEEK_MS}), 86) - bitShiftLeft(toUInt128(k * 100000000), 38) AS rank,
    receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt, at + toIntervalMillisecond(k * ${WEEK_MS}) AS at,
    occurredAt + k * ${WEEK_MS} AS occurredAt, sentAt + k * ${WEEK_MS} AS sentAt, toUInt32(issuedAt + k * ${WEEK_MS / 1000}) AS issuedAt,
    lower(hex(cityHash64(list, k))) AS list, lower(hex(cityHash64(addressHash, k))) AS addressHash, ${ID('outbox')} AS outbox`,
  copies: `${ID('id')} AS id, sequence + k * 100000000 AS sequence, receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt`,
  records: `sequence + k * 100000000 AS sequence, receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt`,
}

interface Result {
  rows: number
  bytesPerEvent: number
  medianMs: Record<string, number>
  /** Engine CPU of one asking, all its threads: what a busy machine cannot blur. */
  cpuMs: Record<string, number>
  enginePeakMb: number
}

async function loadWeek(): Promise<number> {
  const store = await openStore({ folder })
  const load = new Load(
    (site) => (site === SITE ? defaultContext : undefined),
    tokenMemory((kid) => (kid === key.kid ? key : undefined)),
  )
  let events = 0
  let sequence = 0
  let first = 1
  const flush = async (): Promise<void> => {
    load.cover('a-0', first, sequence)
    await load.insertInto(store)
    load.clear()
    first = sequence + 1
  }
  for (const beacon of traffic(1, week)) {
    load.add('a-0', ++sequence, beacon.record)
    events += beacon.events
    if (sequence % 10_000 === 0) await flush()
    if (events >= week) break
  }
  await flush()
  await store.close()
  return events
}

async function grow(weeks: number, to: number): Promise<{ bytes: number; rows: number }> {
  const engine = await openChdb(folder)
  for (let k = weeks; k < to; k++)
    for (const [table, changes] of Object.entries(LATER))
      await engine.command(
        `INSERT INTO ${table} SELECT * REPLACE (${changes.replaceAll(/\bk\b/g, String(k))}) FROM (SELECT * FROM ${table} WHERE receivedAt < fromUnixTimestamp64Milli(${STARTED_AT + WEEK_MS}))`,
      )
  // Merges go on by themselves; the figures are those of a store that has come to rest.
  for (const table of Object.keys(LATER)) await engine.command(`OPTIMIZE TABLE ${table} FINAL`)
  const [disk] = await engine.query<{ bytes: number }>(
    "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table IN ('events', 'copies', 'records')",
  )
  const [count] = await engine.query<{ rows: number }>('SELECT count() AS rows FROM events')
  await engine.close()
  return { bytes: disk?.bytes ?? 0, rows: count?.rows ?? 0 }
}

async function measure(): Promise<Pick<Result, 'medianMs' | 'cpuMs' | 'enginePeakMb'>> {
  const store = await openStore({ folder })
  const all = { site: SITE, from: '2026-10-01', to: '2040-01-01' }
  const questions: Record<string, () => Promise<unknown>> = {
    'CTR by placement and day': () => report(store, { ...all, by: ['placement', 'day'] }),
    'CTR by variant and position': () => report(store, { ...all, by: ['variant', 'position'] }),
    'top 100 items': async () => topItems(await report(store, { ...all, by: ['item'] })),
    books: async () => {
      const now = await books(store, { site: SITE })
      if (!now.balanced) throw new Error(`unbalanced: ${JSON.stringify(now)}`)
    },
    loss: () => loss(store, { ...all, by: ['engine'] }),
    'one day by item': () => report(store, { site: SITE, from: '2026-11-03', to: '2026-11-04', by: ['item'] }),
  }
  const medianMs: Record<string, number> = {}
  const cpuMs: Record<string, number> = {}
  for (const [name, ask] of Object.entries(questions)) {
    await ask()
    const times: number[] = []
    const cpuBefore = cpuSeconds(store.enginePid()!)
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      await ask()
      times.push(performance.now() - startedAt)
    }
    cpuMs[name] = Math.round(((cpuSeconds(store.enginePid()!) - cpuBefore) * 1000) / rounds)
    medianMs[name] = Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!)
  }
  const status = readFileSync(`/proc/${store.enginePid()}/status`, 'utf8')
  await store.close()
  return { medianMs, cpuMs, enginePeakMb: Math.round((Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6) }
}

function cpuSeconds(pid: number): number {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(ticks[11]) + Number(ticks[12])) / 100
}

function topItems({ rows }: Report): unknown[] {
  return rows.sort((a, b) => (b.clickThroughRate ?? 0) - (a.clickThroughRate ?? 0)).slice(0, 100)
}

try {
  const results: Result[] = []
  await loadWeek()
  let weeks = 1
  for (const size of sizes) {
    const wanted = Math.max(1, Math.round(size / week))
    const { bytes, rows } = await grow(weeks, wanted)
    weeks = wanted
    const result = { rows, bytesPerEvent: Number((bytes / rows).toFixed(1)), ...(await measure()) }
    results.push(result)
    console.log(JSON.stringify(result))
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
