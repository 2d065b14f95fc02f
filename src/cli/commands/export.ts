// `wayside export`: rows for training, to a folder or a bucket.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Option } from 'commander'
import { WaysideError } from '../../event/index.ts'
import { drain } from '../../loader/index.ts'
import { makeFolder, remove, secureBytes, systemClock } from '../../platform/index.ts'
import { type ExportQuery, newestReceived, readRange } from '../../report/index.ts'
import { type Backend, openBackend } from '../backend.ts'
import { openDestination } from '../export/destination.ts'
import type { ExportKind, ExportManifest } from '../export/manifest.ts'
import { runExport } from '../export/run.ts'
import { configOf, examples, type FolderOptions, folderCommand, parseCount } from '../options.ts'
import { startProgress } from '../progress.ts'
import { attributionWindows } from '../sites.ts'

interface ExportOptions extends FolderOptions {
  site: string
  out: string
  from?: string
  to?: string
  asOf?: string
  rows: ExportKind['base']
  columns: ExportKind['columns']
  format: ExportKind['format']
  every: ExportKind['every']
  outcomeHours: number
  full?: boolean
  s3Endpoint?: string
  s3Region: string
}

export function exportCommand(): ReturnType<typeof folderCommand> {
  return folderCommand('export', 'rows for training: what was shown and what came of it, as known at a cut-off')
    .requiredOption('--site <name>', 'the site')
    .requiredOption('--out <place>', 'a folder, or s3://bucket/prefix')
    .option('--from <time>', 'shown from here on; all there is otherwise')
    .option('--to <time>', 'shown before this')
    .option('--as-of <time>', 'the cut-off: nothing received or done later is used; all there is otherwise')
    .addOption(new Option('--rows <what>', 'one row for each').choices(['impression', 'served']).default('impression'))
    .addOption(
      new Option('--columns <which>', 'which columns').choices(['training', 'open-bandit']).default('training'),
    )
    .addOption(new Option('--format <format>', 'how to write').choices(['parquet', 'csv', 'ndjson']).default('parquet'))
    .addOption(new Option('--every <stretch>', 'one file for each').choices(['day', 'hour']).default('day'))
    .option('--outcome-hours <hours>', 'how long after it was shown a click counts as its outcome', parseCount, 24)
    .option('--full', 'write every file again')
    .addOption(new Option('--s3-endpoint <url>', 'of an S3-compatible store').env('AWS_ENDPOINT_URL_S3'))
    .addOption(new Option('--s3-region <region>', 'of the bucket').env('AWS_REGION').default('us-east-1'))
    .addHelpText(
      'after',
      examples(
        'wayside export --data ./wayside-data --site bookstore --out ./training',
        'wayside export --data ./wayside-data --site bookstore --out ./bandit --columns open-bandit --format csv',
        'wayside export --data ./wayside-data --site bookstore --from 2026-11-01 --as-of 2026-11-08 --out s3://models/bookstore',
      ),
    )
    .action(async (options: ExportOptions) => {
      const backend = await openBackend(configOf(options), 'wayside export')
      try {
        await drain(backend.loaderOptions)
        print(options.out, await exportFrom(backend, options))
      } finally {
        await backend.close()
      }
    })
}

async function exportFrom(backend: Backend, options: ExportOptions): Promise<Awaited<ReturnType<typeof runExport>>> {
  const { store, config } = backend
  const range = readRange(options)
  // One past the newest: the cut-off is not included.
  const asOf = options.asOf === undefined ? (await newestReceived(store)) + 1 : readRange({ to: options.asOf }).to
  const kind: ExportKind = {
    site: options.site,
    base: options.rows,
    columns: options.columns,
    format: options.format,
    every: options.every,
    outcomeSeconds: options.outcomeHours * 3_600,
    from: options.from === undefined ? null : new Date(range.from).toISOString(),
    to: options.to === undefined ? null : new Date(range.to).toISOString(),
  }
  const query: ExportQuery = {
    site: kind.site,
    base: kind.base,
    columns: kind.columns,
    ...range,
    asOf,
    outcomeMs: kind.outcomeSeconds * 1_000,
    windows: attributionWindows(config),
  }
  const scratch = join(tmpdir(), `wayside-export-${secureBytes(6).toString('hex')}`)
  makeFolder(scratch)
  const destination = openDestination(
    options.out,
    {
      endpoint: options.s3Endpoint,
      region: options.s3Region,
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
      sessionToken: process.env.AWS_SESSION_TOKEN,
    },
    scratch,
  )
  let progress: ReturnType<typeof startProgress> | undefined
  try {
    const onProgress = (rows: number, of: number): void => {
      progress ??= startProgress('export', of, systemClock.monotonic)
      progress.update(rows, `${rows} of ${of} rows`)
    }
    return await runExport({ store, destination, kind, query, full: options.full === true, onProgress })
  } finally {
    progress?.finish('')
    remove(scratch)
  }
}

function print(place: string, { manifest, written }: { manifest: ExportManifest; written: number }): void {
  if (manifest.rows === 0) throw new WaysideError('INPUT', `Nothing of ${manifest.site} was shown in that range.`)
  const open = manifest.hours.filter(({ complete }) => !complete).length
  process.stdout.write(
    `${manifest.rows} rows in ${manifest.files.length} files (${written} written) in ${place}, as known at ${manifest.asOf}\n` +
      `they match the store's account; ${manifest.hours.length - open} of ${manifest.hours.length} hours have their whole outcome window behind them\n`,
  )
}
