// The simulation of two datacenters in trouble: a share of its schedules, and its model of the tables against the real engine.
// `npm run sim -- --schedules 10000` plays more of the same.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openChdb } from '../../src/store/chdb/driver.ts'
import { openStore } from '../../src/store/index.ts'
import type { Row } from '../sim/native.ts'
import { playSchedule } from '../sim/schedule.ts'

const SCHEDULES = Number(process.env.WAYSIDE_SCHEDULES ?? 300)
const SEED = Number(process.env.WAYSIDE_SEED ?? 1)

test(`in ${SCHEDULES} schedules nothing is lost, nothing counts twice, and the books balance`, async () => {
  console.log(`schedules ${SEED} to ${SEED + SCHEDULES - 1}; play one with: npm run sim -- --only SEED`)
  for (let seed = SEED; seed < SEED + SCHEDULES; seed++) {
    const { faults } = await playSchedule(seed)
    expect(faults, `schedule ${seed}`).toEqual([])
  }
}, 400_000)

test('a seed plays the same twice', async () => {
  const tell = async (): Promise<unknown> => {
    const { store, events, copies, kills } = await playSchedule(SEED + 7, true)
    return { events, copies, kills, calls: store.calls.map(({ into, token }) => [into, token]) }
  }
  expect(await tell()).toEqual(await tell())
})

const textOf = (value: unknown): string => String(value)

test.each([3, 103, 2190, 5235, 6258])(
  'schedule %i leaves the same rows in the real engine as in the model',
  async (seed) => {
    const { store: model } = await playSchedule(seed, true)
    const folder = mkdtempSync(join(tmpdir(), 'wayside-sim-'))
    const path = join(folder, 'store')
    const store = await openStore({ folder: path })
    for (const { into, rows, token } of model.calls) await store.insert(into, [rows], token)
    await store.close()
    const driver = await openChdb(path)
    try {
      const columns = {
        events:
          'lower(hex(id)) AS id, toString(rank) AS rank, reason, toUnixTimestamp64Milli(receivedAt) AS receivedAt, log, n',
        copies: 'lower(hex(id)) AS id, log, sequence, `index`, toUnixTimestamp64Milli(receivedAt) AS receivedAt',
        records: 'log, sequence, received',
        quarantine: 'log, sequence, `index`, code',
      } as const
      for (const [table, wanted] of Object.entries(columns)) {
        const real = await driver.query<Row>(`SELECT ${wanted} FROM ${table} FINAL`)
        const names = Object.keys(real[0] ?? {})
        const lines = (rows: Iterable<Row>): string[] =>
          [...rows].map((row) => names.map((name) => textOf(row[name])).join(' ')).sort()
        const modelled = model[table as keyof typeof columns]
        expect(real).toHaveLength(modelled.size)
        expect(lines(real), table).toEqual(lines(modelled.values()))
      }
    } finally {
      await driver.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
