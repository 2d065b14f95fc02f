// Exports over a real store: what a row says, what it must not know yet, and that files, manifest and books agree however often it runs.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Destination, openDestination } from '../../src/cli/export/destination.ts'
import { exportFile } from '../../src/cli/export/file.ts'
import type { ExportKind, ExportManifest } from '../../src/cli/export/manifest.ts'
import { runExport } from '../../src/cli/export/run.ts'
import type { Event } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { books, dropCredits, exportChanged, makeCredits, report, writeRows } from '../../src/report/index.ts'
import { wayside } from '../wayside.ts'
import { BEACON, Facts, fact, iso, readParquet } from './answers-kit.ts'
import { startS3 } from './s3-stub.ts'

const facts = new Facts('shop', 'many', 'odd', 'told', 'late')
const root = mkdtempSync(join(tmpdir(), 'wayside-export-'))
const FAR = '2027-01-01T00:00:00Z'
let folders = 0

beforeAll(async () => {
  await facts.open()
  await tellMany(20261110)
})
afterAll(async () => {
  await facts.close()
  rmSync(root, { recursive: true })
})

const noS3 = {
  endpoint: undefined,
  region: 'x',
  accessKeyId: undefined,
  secretAccessKey: undefined,
  sessionToken: undefined,
}
const folder = (): string => join(root, String(++folders))
const folderAt = (path: string): Destination => openDestination(path, noS3, root)

function exporting(
  destination: Destination,
  asOf: string,
  more: Partial<ExportKind> & { full?: boolean; onProgress?: () => void } = {},
): ReturnType<typeof runExport> {
  const { full = false, onProgress = () => undefined, ...own } = more
  const kind: ExportKind = {
    site: 'shop',
    base: 'impression',
    columns: 'training',
    format: 'parquet',
    every: 'day',
    outcomeSeconds: 86_400,
    from: null,
    to: null,
    ...own,
  }
  const query = { ...kind, from: 0, to: iso('2200-01-01'), asOf: iso(asOf), outcomeMs: kind.outcomeSeconds * 1000 }
  return runExport({ store: facts.store, destination, kind, query, full, onProgress })
}

async function rowsOf(place: string, manifest: ExportManifest): Promise<Record<string, unknown>[]> {
  const rows = await Promise.all(manifest.files.map(({ path }) => readParquet(join(place, path))))
  return rows.flat()
}

test('a row says what was shown and what came of it, as known at the cut-off and no later', async () => {
  const list = {
    listId: 'l1',
    item: 'emma',
    placement: 'home',
    variant: 'b',
    position: 2,
    propensity: 0.25,
    visitor: 'v1',
  }
  await facts.tell('shop', [
    fact('impression', '2026-11-02T10:00:00Z', list),
    fact('impression', '2026-11-02T10:00:00.001Z', { ...list, item: 'persuasion', position: 3 }),
    fact('view', '2026-11-02T10:00:02Z', list),
    fact('click', '2026-11-02T10:05:00Z', list),
    fact('conversion', '2026-11-02T11:00:00Z', { visitor: 'v1', order: 'o1', value: '20', currency: 'EUR' }),
    fact('conversion', '2026-11-04T11:00:00Z', { visitor: 'v1', order: 'o1', value: '-5', currency: 'EUR' }),
  ])
  await facts.tell(
    'shop',
    [fact('impression', '2026-11-02T12:00:00Z', { list: 'v1.no.e30.AAAA', item: 'emma' })],
    undefined,
    'a-0',
    BEACON,
  )
  const at = async (asOf: string): Promise<{ rows: Record<string, unknown>[]; manifest: ExportManifest }> => {
    const place = folder()
    const { manifest } = await exporting(folderAt(place), asOf)
    return { rows: await rowsOf(place, manifest), manifest }
  }
  const { rows, manifest } = await at(FAR)
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatchObject({
    site: 'shop',
    list: 'l1',
    placement: 'home',
    variant: 'b',
    item: 'emma',
    position: 2,
    seenPosition: 2,
    propensity: 0.25,
    verdict: 'counted',
    viewed: true,
    clicked: true,
    clicks: 1,
    conversions: 1,
    refunds: 1,
    valueByCurrency: { EUR: 15 },
    late: false,
  })
  expect(rows[0]!.at).toEqual(new Date('2026-11-02T10:00:00Z'))
  expect(rows[0]!.clickedAt).toEqual(new Date('2026-11-02T10:05:00Z'))
  expect(rows[1]).toMatchObject({ item: 'persuasion', viewed: false, clicked: false, clickedAt: null, conversions: 0 })
  expect(rows[2]).toMatchObject({ clicked: false, conversions: 0 })
  expect(rows[2]!.verdict).not.toBe('counted')
  expect(manifest).toMatchObject({ finished: true, balanced: true, rows: 3 })
  expect(manifest.hours).toMatchObject([{ hour: '2026-11-02T10:00:00.000Z', rows: 2, complete: true }, { rows: 1 }])

  const refundToCome = await at('2026-11-03T00:00:00Z')
  expect(refundToCome.rows[0]).toMatchObject({ clicks: 1, conversions: 1, refunds: 0, valueByCurrency: { EUR: 20 } })
  expect(refundToCome.manifest.hours[0]).toMatchObject({ complete: false })
  const orderToCome = await at('2026-11-02T10:30:00Z')
  expect(orderToCome.rows).toHaveLength(2)
  expect(orderToCome.rows[0]).toMatchObject({ clicks: 1, conversions: 0 })
  expect((await at('2026-11-02T10:01:00Z')).rows[0]).toMatchObject({ viewed: true, clicked: false, clicks: 0 })
  expect((await at('2026-11-02T10:00:01Z')).rows[0]).toMatchObject({ viewed: false })
})

test('what was shown carries the propensity that the service told of its place, unless it was told later', async () => {
  const list = { listId: 'told', item: 'emma', placement: 'home', variant: 'b' }
  const told = (position: number, propensity: number, at: string): Event =>
    fact('served', at, { ...list, position, propensity })
  const shown = [1, 2, 3].map((position) => fact('impression', '2026-11-03T10:00:01Z', { ...list, position }))
  await facts.tell('told', [told(1, 0.4, '2026-11-03T10:00:00Z'), ...shown])
  // A list that was told of a day late, from an outbox that had waited.
  await facts.tell('told', [told(2, 0.3, '2026-11-03T10:00:00Z')], '2026-11-04T10:00:00Z')
  const propensities = async (asOf: string): Promise<unknown[]> => {
    const place = folder()
    const more = { site: 'told', from: '2026-11-03T00:00:00.000Z', to: '2026-11-04T00:00:00.000Z' }
    const { manifest } = await exporting(folderAt(place), asOf, more)
    return (await rowsOf(place, manifest)).map(({ position, propensity }) => [position, propensity])
  }
  const sorted = (pairs: unknown[]): unknown[] => pairs.sort()
  expect(sorted(await propensities(FAR))).toEqual([
    [1, 0.4],
    [2, 0.3],
    [3, null],
  ])
  expect(sorted(await propensities('2026-11-04T09:00:00Z'))).toEqual([
    [1, 0.4],
    [2, null],
    [3, null],
  ])
})

test('over HTTP the rows come in stretches that memory holds, and are those of one file', async () => {
  const query = {
    ...({ site: 'many', base: 'impression', columns: 'training', windows: {} } as const),
    ...{ from: iso('2026-11-10T00:30:00Z'), to: iso('2026-11-11T00:30:00Z'), asOf: iso(FAR), outcomeMs: 86_400_000 },
  }
  const textOf = async (format: 'csv' | 'ndjson', rowsMax?: number): Promise<string> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of await exportFile(facts.store, { ...query, format }, rowsMax)) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  for (const format of ['csv', 'ndjson'] as const) {
    const whole = await textOf(format)
    expect(whole.split('\n').length).toBeGreaterThan(50)
    expect(await textOf(format, 10)).toBe(whole)
  }
  await expect(exportFile(facts.store, { ...query, format: 'parquet' }, 10)).rejects.toMatchObject({ code: 'RANGE' })
  // Whoever turns away leaves nothing behind, whether he has begun to read or not.
  const left = await exportFile(facts.store, { ...query, format: 'ndjson' }, 10)
  await left[Symbol.asyncIterator]().return?.()
  const tables = await facts.store.select<{ name: string }>('listTables')
  expect(tables.filter(({ name }) => name.startsWith('exportCredits'))).toEqual([])
})

/** Three days of lists of three items, a click on every third list. */
async function tellMany(seed: number): Promise<void> {
  const random = seeded(seed)
  const events = []
  for (let n = 0; n < 120; n++) {
    const at = iso('2026-11-10T00:00:00Z') + Math.floor(random() * 3 * 86_400_000)
    const time = (afterMs: number): string => new Date(at + afterMs).toISOString()
    for (const position of [1, 2, 3])
      events.push(fact('impression', time(0), { listId: `m${n}`, item: `i${position}`, position, visitor: `v${n}` }))
    if (n % 3 === 0)
      events.push(fact('click', time(60_000), { listId: `m${n}`, item: 'i2', position: 2, visitor: `v${n}` }))
    if (n % 9 === 0)
      events.push(fact('conversion', time(600_000), { visitor: `v${n}`, value: '9.90', currency: 'EUR' }))
  }
  await facts.tell('many', events)
}

test('files, checksums and verdicts of the manifest match the books and the report', async () => {
  const place = folder()
  const { manifest } = await exporting(folderAt(place), FAR, { site: 'many' })
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = readFileSync(join(place, path))
    expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256])
  }
  const rows = await rowsOf(place, manifest)
  const [totals] = (await report(facts.store, { site: 'many' })).rows
  expect(rows).toHaveLength(totals!.grossImpressions)
  expect(rows.filter(({ verdict }) => verdict === 'counted')).toHaveLength(totals!.impressions)
  expect(rows.reduce((sum, { clicks }) => sum + Number(clicks), 0)).toBe(totals!.clicks)
  expect(rows.reduce((sum, { conversions }) => sum + Number(conversions), 0)).toBe(totals!.conversions)
  const account = await books(facts.store, { site: 'many' })
  const counted = Object.values(manifest.books).reduce((sum, verdicts) => sum + (verdicts.counted ?? 0), 0)
  expect(counted).toBe(account.counted)
})

test('orders credited a few at a time earn each click what they earn all at once', async () => {
  const query = {
    ...({ site: 'many', base: 'impression', columns: 'training' } as const),
    ...{ from: 0, to: iso('2200-01-01'), asOf: iso(FAR), outcomeMs: 86_400_000 },
  }
  const rowsBy = async (run: string, ordersMax?: number): Promise<string> => {
    const credits = await makeCredits(facts.store, query, run, ordersMax)
    const path = join(root, `${run}.ndjson`)
    await writeRows(facts.store, query, { path, format: 'JSONEachRow', credits, numericItems: false })
    await dropCredits(facts.store, credits)
    return readFileSync(path, 'utf8')
  }
  const whole = await rowsBy('whole')
  expect(whole.match(/"conversions":1/g)?.length).toBeGreaterThan(10)
  expect(await rowsBy('parts', 3)).toBe(whole)
})

test('late events looked into a few at a time change the hours that they change all at once', async () => {
  const hour = (n: number): string => new Date(iso('2026-11-10T00:00:00Z') + n * 3_600_000).toISOString()
  const shown = Array.from({ length: 40 }, (_, n) =>
    fact('impression', hour(n), { listId: `late${n}`, item: 'i1', position: 1, visitor: `late${n}` }),
  )
  await facts.tell('late', shown, hour(41))
  const clicks = Array.from({ length: 10 }, (_, n) =>
    fact('click', hour(3 * n + 1), { listId: `late${3 * n}`, item: 'i1', position: 1, visitor: `late${3 * n}` }),
  )
  await facts.tell('late', clicks, hour(100))
  const query = {
    ...({ site: 'late', base: 'impression', columns: 'training' } as const),
    ...{ from: 0, to: iso('2200-01-01'), asOf: iso(FAR), outcomeMs: 86_400_000 },
  }
  const changed = Array.from({ length: 10 }, (_, n) => iso(hour(3 * n)))
  for (const arrivedMax of [undefined, 3, 1])
    expect([...(await exportChanged(facts.store, query, iso(hour(99)), arrivedMax))].sort()).toEqual(changed)
  expect(await exportChanged(facts.store, query, iso(hour(101)))).toEqual(new Set())
})

test('a second run writes nothing; a late click has only its own day written again; the end is what a fresh export gives', async () => {
  const place = folder()
  const first = await exporting(folderAt(place), '2026-11-14T00:00:00Z', { site: 'many' })
  expect(first.written).toBe(first.manifest.files.length)
  expect(first.written).toBeGreaterThan(2)
  expect((await exporting(folderAt(place), '2026-11-14T12:00:00Z', { site: 'many' })).written).toBe(0)
  const [shown] = (await rowsOf(place, first.manifest)).filter(({ list }) => list === 'm1')
  const later = new Date((shown!.at as Date).getTime() + 120_000).toISOString()
  const click = fact('click', later, {
    listId: 'm1',
    item: shown!.item as string,
    position: shown!.position as number,
    visitor: 'v1',
  })
  await facts.tell('many', [click], '2026-11-15T00:00:00Z')
  const day = (shown!.at as Date).toISOString().slice(0, 10)
  const again = await exporting(folderAt(place), '2026-11-16T00:00:00Z', { site: 'many' })
  expect(again.written).toBe(1)
  const changed = again.manifest.files.filter(({ path, sha256 }) =>
    first.manifest.files.some((old) => old.path === path && old.sha256 !== sha256),
  )
  expect(changed.map(({ path }) => path)).toEqual([`day=${day}/rows.parquet`])
  const fresh = folder()
  const whole = await exporting(folderAt(fresh), '2026-11-16T00:00:00Z', { site: 'many' })
  expect(await rowsOf(place, again.manifest)).toEqual(await rowsOf(fresh, whole.manifest))
  expect(again.manifest.files.map(({ sha256 }) => sha256)).toEqual(whole.manifest.files.map(({ sha256 }) => sha256))
})

test('a run that is cut short goes on where it stopped', async () => {
  const place = folder()
  let files = 0
  const cut = exporting(folderAt(place), FAR, {
    site: 'many',
    onProgress: () => {
      if (++files === 2) throw new Error('the power went out')
    },
  })
  await expect(cut).rejects.toThrow('power')
  const half = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8')) as ExportManifest
  expect(half).toMatchObject({ finished: false })
  const { manifest, written } = await exporting(folderAt(place), FAR, { site: 'many' })
  expect(written).toBe(manifest.files.length - 2)
  expect(manifest).toMatchObject({ finished: true, balanced: true })
  expect((await facts.store.select<object>('staleCredits')).length).toBe(0)
})

test('a place that holds another export is refused, and nothing in it is touched', async () => {
  const place = folder()
  await exporting(folderAt(place), FAR, { site: 'many' })
  const before = readFileSync(join(place, 'manifest.json'), 'utf8')
  await expect(exporting(folderAt(place), FAR, { site: 'many', columns: 'open-bandit' })).rejects.toMatchObject({
    code: 'INPUT',
  })
  expect(readFileSync(join(place, 'manifest.json'), 'utf8')).toBe(before)
})

test('a bucket gets the same files as a folder, over a connection that fails at first', async () => {
  const s3 = await startS3()
  const options = {
    endpoint: s3.url,
    region: 'eu-central-1',
    accessKeyId: 'test',
    secretAccessKey: 'secret',
    sessionToken: undefined,
  }
  s3.failNext(2)
  const bucket = openDestination('s3://models/book store', options, root)
  await exporting(bucket, FAR, { site: 'many' })
  expect(s3.refusals.filter((text) => !/NoSuchKey|SlowDown/.test(text))).toEqual([])
  const place = folder()
  const { manifest } = await exporting(folderAt(place), FAR, { site: 'many' })
  for (const { path } of manifest.files)
    expect(s3.objects.get(`/models/book store/${path}`)!.equals(readFileSync(join(place, path)))).toBe(true)
  expect((await exporting(bucket, FAR, { site: 'many' })).written).toBe(0)
  const stranger = openDestination('s3://models/x', { ...options, accessKeyId: 'stranger' }, root)
  await expect(exporting(stranger, FAR, { site: 'many' })).rejects.toThrow(
    /refused GET of manifest.json: 403 AccessDenied/,
  )
  await s3.close()
})

test('CSV and NDJSON hold the same rows, names with quotes and line breaks and all', async () => {
  const odd = { item: 'a "b",\nc' }
  await facts.tell('odd', [
    fact('impression', '2026-11-06T00:00:00Z', { listId: 'o1', ...odd }),
    fact('impression', '2026-11-06T02:00:00Z', { listId: 'o2', ...odd }),
  ])
  for (const format of ['csv', 'ndjson'] as const) {
    const { manifest } = await exporting(folderAt(folder()), FAR, { site: 'odd', format, every: 'hour' })
    expect(manifest).toMatchObject({ balanced: true, rows: 2, files: [{ rows: 1 }, { rows: 1 }] })
  }
})

test('Open Bandit rows, imported and exported by the command line, are the rows that went in', () => {
  const seed = Number(process.env.SEED ?? 20260731)
  console.log(`seed ${seed}`)
  const random = seeded(seed)
  const lines = Array.from({ length: 500 }, (_, n) => {
    const time = new Date(iso('2019-11-24T00:00:00Z') + n * 1_373 + Math.floor(random() * 1000))
      .toISOString()
      .replace('T', ' ')
      .replace('Z', `${String(Math.floor(random() * 1000)).padStart(3, '0')}+00:00`)
    const click = random() < 0.05 ? 1 : 0
    return `${time},${Math.floor(random() * 34)},${1 + (n % 3)},${click},${(0.01 + Math.round(random() * 1e6) / 1e7).toString()}`
  })
  const data = folder()
  const file = join(root, 'random-men.csv')
  writeFileSync(file, `timestamp,item_id,position,click,propensity_score\n${lines.join('\n')}\n`)
  expect(wayside('key', 'add', '--data', data, '--site', 'zozo').status).toBe(0)
  const imported = wayside('import', '--data', data, '--site', 'zozo', '--preset', 'open-bandit', file)
  expect(imported.status, imported.err).toBe(0)
  const out = folder()
  const done = wayside(
    'export',
    '--data',
    data,
    '--site',
    'zozo',
    '--out',
    out,
    '--columns',
    'open-bandit',
    '--format',
    'csv',
  )
  expect(done.status, done.err).toBe(0)
  expect(done.out).toContain('500 rows in 1 files (1 written)')
  const written = readFileSync(join(out, 'day=2019-11-24/rows.csv'), 'utf8').trim().replaceAll('"', '').split('\n')
  expect(written[0]).toBe('timestamp,item_id,position,click,propensity_score')
  expect(written.slice(1).sort()).toEqual([...lines].sort())
})

test('the training guide names every column, in order', async () => {
  const guide = readFileSync(new URL('../../docs/guides/train.md', import.meta.url), 'utf8')
  const table = guide.slice(guide.indexOf('| column |'), guide.indexOf('New columns are added'))
  const named = table
    .split('\n')
    .slice(2)
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
  const place = folder()
  const { manifest } = await exporting(folderAt(place), FAR)
  const [row] = await rowsOf(place, manifest)
  expect(named).toEqual(Object.keys(row!))
})
