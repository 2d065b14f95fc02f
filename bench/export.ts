// How fast and in how much memory training rows are exported: npm run bench:export -- --rows 1e7 [--format parquet] [--every day]
// With --make FOLDER it only makes the rows, and with --over FOLDER it exports the rows made there, so that the two can be run apart.
// Makes the rows inside the engine, with clicks, views and conversions, then exports them as the command does, twice: the second run finds nothing to do.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Session } from 'chdb'
import { openDestination } from '../src/cli/export/destination.ts'
import type { ExportKind } from '../src/cli/export/manifest.ts'
import { runExport } from '../src/cli/export/run.ts'
import { startProgress } from '../src/cli/progress.ts'
import { openStore } from '../src/store/index.ts'

const MEMORY_BYTES_MAX = 1.5e9
const STARTED_AT = Date.UTC(2026, 10, 1)
const DAYS = 7
/** Every list shows ten items; 40 % are viewed, 2 % clicked, and every tenth click leads to an order. */
const PER_LIST = 10

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1e6' },
    format: { type: 'string', default: 'parquet' },
    every: { type: 'string', default: 'day' },
    make: { type: 'string' },
    over: { type: 'string' },
  },
})
const rows = Math.round(Number(values.rows))
const folder = values.make ?? values.over ?? mkdtempSync(join(tmpdir(), 'wayside-bench-export-'))
if (values.make !== undefined) await make()
else if (values.over !== undefined) await measure()
else {
  try {
    // In a process of its own, so that its memory is not taken for the export's.
    spawnSync(process.execPath, [import.meta.filename, '--make', folder, '--rows', String(rows)], { stdio: 'inherit' })
    await measure()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function make(): Promise<void> {
  await (await openStore({ folder: join(folder, 'store') })).close()
  const session = new Session(join(folder, 'store', 'engine'))
  const progress = startProgress('making rows', rows, () => performance.now())
  const step = 500_000
  for (let from = 0; from < rows; from += step) {
    session.query(insertText(from, Math.min(rows, from + step)))
    progress.update(Math.min(rows, from + step))
  }
  progress.finish(`${rows} impressions`)
  session.cleanup()
}

/** Impressions `from` to `to`, and what follows from them. */
function insertText(from: number, to: number): string {
  const msPerRow = (DAYS * 86_400_000) / rows
  return `INSERT INTO events (site, id, rank, receivedAt, at, type, rules, token, list, placement, variant, item, itemInList, position, seenPosition, propensity,
      trusted, visitor, value, currency, orderId, occurredAt, log, route, datacenter, via, outbox, n, device, engine)
    SELECT 'bench', unhex(concat(leftPad(hex(toUInt64(ms)), 12, '0'), '7', substring(hex(sipHash128(row, kind)), 1, 19))), 1, at + 1, at,
      kind, 1, if(kind = 'conversion', 0, 1), if(kind = 'conversion', '', list), ['home', 'product-page', 'basket'][1 + intDiv(row, ${PER_LIST}) % 3], ['a', 'b'][1 + intDiv(row, ${PER_LIST}) % 2],
      if(kind = 'conversion', '', concat('item-', toString(cityHash64(row) % 5000))), 1, 1 + row % ${PER_LIST}, 1 + row % ${PER_LIST}, 0.1,
      1, '', if(kind = 'conversion', 19.9, 0), if(kind = 'conversion', 'EUR', ''), if(kind = 'conversion', concat('o', toString(row)), ''), ms, 'a-0', 'beacon', 'a', 'fetch', outbox, 1, 'phone', 'blink'
    FROM
    (
      SELECT number AS row, arrayJoin(arrayFilter(k -> k = 'impression' OR (k = 'view' AND dice % 10 < 4) OR (k = 'click' AND dice % 50 = 0)
          OR (k = 'conversion' AND dice % 500 = 0), ['impression', 'view', 'click', 'conversion'])) AS kind,
        cityHash64(number, 7) AS dice, toUInt64(${STARTED_AT} + intDiv(number, ${PER_LIST}) * ${msPerRow * PER_LIST}) + multiIf(kind = 'impression', 0, kind = 'view', 1500, kind = 'click', 20000, 600000) AS ms,
        fromUnixTimestamp64Milli(toInt64(ms)) AS at, lower(hex(sipHash128(intDiv(number, ${PER_LIST})))) AS list,
        unhex(hex(sipHash128(intDiv(number, ${PER_LIST}), 'box'))) AS outbox
      FROM numbers(${from}, ${to - from})
    )`
}

async function measure(): Promise<void> {
  const store = await openStore({ folder: join(folder, 'store') })
  const kind: ExportKind = {
    site: 'bench',
    base: 'impression',
    columns: 'training',
    format: values.format as ExportKind['format'],
    every: values.every as ExportKind['every'],
    outcomeSeconds: 86_400,
    from: null,
    to: null,
  }
  const query = {
    ...kind,
    from: 0,
    to: Date.UTC(2100, 0, 1),
    asOf: STARTED_AT + 30 * 86_400_000,
    outcomeMs: 86_400_000,
  }
  const s3 = {
    endpoint: undefined,
    region: '',
    accessKeyId: undefined,
    secretAccessKey: undefined,
    sessionToken: undefined,
  }
  const out = mkdtempSync(join(tmpdir(), 'wayside-bench-exported-'))
  const destination = openDestination(out, s3, folder)
  const progress = startProgress('exporting', rows, () => performance.now())
  const run = (): ReturnType<typeof runExport> =>
    runExport({ store, destination, kind, query, full: false, onProgress: (done) => progress.update(done) })
  const started = performance.now()
  const { manifest } = await run()
  const seconds = (performance.now() - started) / 1000
  progress.finish('')
  const own = process.resourceUsage().maxRSS * 1024
  const engine = peakOf(store.enginePid())
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  const again = performance.now()
  const { written } = await run()
  const againSeconds = (performance.now() - again) / 1000
  await store.close()
  rmSync(out, { recursive: true, force: true })
  process.stdout.write(
    `${manifest.rows} rows in ${manifest.files.length} ${kind.format} files, ${(bytes / 1e6).toFixed(0)} MB: ${seconds.toFixed(1)} s, ${Math.round(manifest.rows / seconds)} rows/s\n` +
      `peak memory ${((own + engine) / 1e6).toFixed(0)} MB (engine ${(engine / 1e6).toFixed(0)}, command ${(own / 1e6).toFixed(0)})\n` +
      `a second run wrote ${written} files in ${againSeconds.toFixed(1)} s\n`,
  )
  if (manifest.rows !== rows || written !== 0 || own + engine > MEMORY_BYTES_MAX) process.exitCode = 1
}

/** The most memory that a process has held, bytes (Linux). */
function peakOf(pid: number | undefined): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
