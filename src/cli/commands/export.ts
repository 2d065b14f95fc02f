// `wayside export`: rows for training, to a folder or a bucket.
import { resolve } from 'node:path'
import { Option } from 'commander'
import { WaysideError } from '../../event/index.ts'
import { systemClock } from '../../platform/index.ts'
import type { ExportKind } from '../export/manifest.ts'
import type { ExportDone } from '../export/run.ts'
import { examples, type FolderOptions, folderCommand, parseCount } from '../options.ts'
import { startProgress } from '../progress.ts'
import { type ExportWish, exportTask } from '../tasks/export.ts'
import { runTask } from '../tasks/run.ts'

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
    .action(async (options: ExportOptions) => print(options.out, await exporting(options)))
}

async function exporting(options: ExportOptions): Promise<ExportDone> {
  let progress: ReturnType<typeof startProgress> | undefined
  const onProgress = ({ rows, of }: { rows: number; of: number }): void => {
    progress ??= startProgress('export', of, systemClock.monotonic)
    progress.update(rows, `${rows} of ${of} rows`)
  }
  const done = await runTask(options, exportTask, wishOf(options), onProgress)
  progress?.finish('')
  return done
}

function wishOf({ site, rows, columns, format, every, from, to, asOf, full, ...options }: ExportOptions): ExportWish {
  return {
    kind: { site, base: rows, columns, format, every, outcomeSeconds: options.outcomeHours * 3_600 },
    ...{ from, to, asOf, full: full === true },
    // Whoever writes it has another working folder, perhaps.
    out: /^[a-z0-9]+:\/\//i.test(options.out) ? options.out : resolve(options.out),
    s3: {
      endpoint: options.s3Endpoint,
      region: options.s3Region,
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
      sessionToken: process.env.AWS_SESSION_TOKEN,
    },
  }
}

function print(place: string, { manifest, written }: ExportDone): void {
  if (!manifest.finished) {
    process.stdout.write(`${written} files written; stopped. Run the same command again to go on.\n`)
    process.exitCode = 1
    return
  }
  if (manifest.rows === 0) throw new WaysideError('INPUT', `Nothing of ${manifest.site} was shown in that range.`)
  const open = manifest.hours.filter(({ complete }) => !complete).length
  process.stdout.write(
    `${manifest.rows} rows in ${manifest.files.length} files (${written} written) in ${place}, as known at ${manifest.asOf}\n` +
      `they match the store's account; ${manifest.hours.length - open} of ${manifest.hours.length} hours have their whole outcome window behind them\n`,
  )
}
