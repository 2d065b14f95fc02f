// Rows for the benchmark of the store: a week of traffic is loaded as it would be, through the loader's own rows; further weeks are made of it inside
// the engine, with ids, lists, outboxes and times of their own. 2 % of the records come twice.
import { defaultContext } from '../src/loader/index.ts'
import { Load } from '../src/loader/load.ts'
import { tokenMemory } from '../src/loader/tokens.ts'
import { openChdb } from '../src/store/chdb/driver.ts'
import { openStore, Rebuilder } from '../src/store/index.ts'
import { key, SITE, STARTED_AT, traffic } from './loader-traffic.ts'

export const WEEK_MS: number = 7 * 86_400_000

/** What a later week changes, of each table. The same id gets the same new one in both, with its time in front. */
const ID = (from: string): string =>
  `toFixedString(concat(substring(reverse(reinterpretAsFixedString(reinterpretAsUInt64(reverse(toFixedString(concat(unhex('0000'), substring(${from}, 1, 6)), 8))) + k * ${WEEK_MS})), 3, 6), substring(sipHash128(${from}, k), 1, 10)), 16)`
const LATER: Record<string, string> = {
  events: `${ID('id')} AS id, rank - bitShiftLeft(toUInt128(k * ${WEEK_MS}), 86) - bitShiftLeft(toUInt128(k * 100000000), 38) AS rank,
    receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt, at + toIntervalMillisecond(k * ${WEEK_MS}) AS at,
    occurredAt + k * ${WEEK_MS} AS occurredAt, sentAt + k * ${WEEK_MS} AS sentAt, toUInt32(issuedAt + k * ${WEEK_MS / 1000}) AS issuedAt,
    UUIDNumToString(${ID('UUIDStringToNum(list)')}) AS list, lower(hex(cityHash64(addressHash, k))) AS addressHash, ${ID('outbox')} AS outbox`,
  copies: `${ID('id')} AS id, sequence + k * 100000000 AS sequence, receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt`,
  records: `sequence + k * 100000000 AS sequence, receivedAt + toIntervalMillisecond(k * ${WEEK_MS}) AS receivedAt`,
}

/** Load the first week. @returns its events. */
export async function loadWeek(folder: string, week: number): Promise<number> {
  const store = await openStore({ folder })
  const load = new Load(
    (site) => (site === SITE ? defaultContext : undefined),
    tokenMemory((kid) => (kid === key.kid ? key : undefined)),
  )
  let [events, sequence, first] = [0, 0, 1]
  const flush = async (): Promise<void> => {
    load.cover('a-0', first, sequence)
    await load.insertInto(store)
    load.clear()
    first = sequence + 1
  }
  for (const beacon of traffic(1, week, 7, undefined, true)) {
    load.add('a-0', ++sequence, beacon.record)
    events += beacon.events
    if (sequence % 10_000 === 0) await flush()
    if (events >= week) break
  }
  await flush()
  await store.close()
  return events
}

/** Grow the store from some weeks to more, let it come to rest, and build its rolled-up tables. */
export async function grow(folder: string, weeks: number, to: number): Promise<void> {
  const engine = await openChdb(folder)
  const first = `receivedAt < fromUnixTimestamp64Milli(${STARTED_AT + WEEK_MS})`
  for (let k = weeks; k < to; k++)
    for (const [table, changes] of Object.entries(LATER))
      await engine.command(
        `INSERT INTO ${table} SELECT * REPLACE (${changes.replaceAll(/\bk\b/g, String(k))}) FROM (SELECT * FROM ${table} WHERE ${first}) SETTINGS max_insert_threads = 1`,
      )
  for (const table of Object.keys(LATER)) await engine.command(`OPTIMIZE TABLE ${table} FINAL`)
  await engine.close()
  const store = await openStore({ folder })
  await new Rebuilder(store).all()
  await store.close()
}

/** Bytes on disk of what an event needs, and how many events there are. */
export async function weigh(folder: string): Promise<{ rows: number; bytesPerEvent: number }> {
  const engine = await openChdb(folder)
  // Merges go on by themselves; the figures are those of a store that has come to rest.
  for (const table of ['rollups', 'outboxParts', 'builtSlices']) await engine.command(`OPTIMIZE TABLE ${table} FINAL`)
  const [disk] = await engine.query<{ bytes: number }>(
    "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table IN ('events', 'copies', 'records', 'rollups', 'outboxParts', 'builtSlices')",
  )
  const [count] = await engine.query<{ rows: number }>('SELECT count() AS rows FROM events')
  await engine.close()
  const rows = count?.rows ?? 1
  return { rows, bytesPerEvent: Number(((disk?.bytes ?? 0) / rows).toFixed(1)) }
}

/** Write the counted events to a Parquet file, for other engines. */
export async function writeParquet(folder: string, path: string): Promise<void> {
  const engine = await openChdb(folder)
  await engine.write(
    'SELECT toString(placement) AS placement, toString(variant) AS variant, toString(item) AS item, position, toString(type) AS type, toString(reason) AS reason, at, list FROM events FINAL',
    {},
    path,
    'Parquet',
  )
  await engine.close()
}
