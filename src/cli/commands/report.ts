// `wayside report` and `wayside books`: the answers, from a folder or from a running node.
import { type Command, Option } from 'commander'
import { WaysideError } from '../../event/index.ts'
import { writeBytes } from '../../platform/index.ts'
import { formatRows } from '../../report/index.ts'
import { type AskOptions, aboutOf, ask, fetchAnswer, printJson, question } from '../ask.ts'
import { runAttribution } from '../attribution.ts'
import { examples, parseCount } from '../options.ts'
import { printReport } from '../report-table.ts'
import { printTable } from '../table.ts'
import { type QueryOf, reportFileTask } from '../tasks/answers.ts'
import { runTask } from '../tasks/run.ts'

interface ReportOptions extends AskOptions {
  by?: string
  compare?: boolean
  attribution?: string
  limit?: number
  after?: string
  out?: string
  format: 'table' | 'json' | 'csv' | 'ndjson' | 'parquet'
}

export function reportCommand(): Command {
  return question('report', 'impressions, views, clicks and rates by any dimension', [
    'table',
    'csv',
    'json',
    'ndjson',
    'parquet',
  ])
    .option(
      '--by <dimensions>',
      'site, placement, position, item, variant, hour, day, country, device, via; separated by commas',
    )
    .option('--compare', 'beside the period before, of the same length')
    .addOption(
      new Option(
        '--attribution <model>',
        'conversions and value instead, credited to the clicks or views before them',
      ).choices(['last', 'first', 'linear']),
    )
    .option('--limit <rows>', 'rows of one answer', parseCount)
    .option('--after <place>', 'go on where an answer ended: its "next"')
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'wayside report --data ./wayside-data --site bookstore --by variant,position',
        'wayside report --data ./wayside-data --site bookstore --from 2026-11-01 --to 2026-11-08 --tz Europe/Berlin --by day --compare',
        'wayside report --data ./wayside-data --site bookstore --by day --format parquet --out november.parquet',
        'wayside report --url http://127.0.0.1:8090 --key wayside_read_… --by placement --format csv',
      ),
    )
    .action(runReport)
}

async function runReport(options: ReportOptions): Promise<void> {
  const by = options.by?.split(',') ?? []
  const { format, out } = options
  if (options.attribution !== undefined) return runAttribution(options, by, options.attribution)
  if (format === 'parquet') return writeOut(out, await parquet(options, by))
  const answer = await ask(options, 'report', { parameters: parameters(options), query: asked(options, by) })
  if (answer.next !== undefined) process.stderr.write(`There are more rows. Go on with: --after ${answer.next}\n`)
  if (format === 'table' && out === undefined) return printReport(answer, by, process.stdout.isTTY)
  if (format === 'table') throw new WaysideError('INPUT', '--out needs a --format: csv, json, ndjson or parquet.')
  if (format === 'json')
    return out === undefined ? printJson(answer) : writeOut(out, Buffer.from(JSON.stringify(answer)))
  return writeOut(out, Buffer.from(formatRows(answer.rows, format, by)))
}

/** The file's bytes, which only an engine can make: the node's, or the folder's own. */
async function parquet(options: ReportOptions, by: string[]): Promise<Uint8Array> {
  if (options.out === undefined && process.stdout.isTTY)
    throw new WaysideError('INPUT', 'Parquet is no text. Name a file with --out, or pipe it.')
  if (options.url === undefined)
    return Buffer.from(await runTask(options, reportFileTask, { ...aboutOf(options), ...asked(options, by) }), 'base64')
  const answer = await fetchAnswer(options, 'report', { ...parameters(options), format: 'parquet' })
  return new Uint8Array(await answer.arrayBuffer())
}

function parameters({ by, compare, limit, after }: ReportOptions): Record<string, string | undefined> {
  return { by, after, limit: limit?.toString(), compare: compare ? 'previous' : undefined }
}

function asked({ compare, limit, after }: ReportOptions, by: string[]): Omit<QueryOf<'report'>, 'site'> {
  return { by, limit, after, compare: compare === true }
}

async function writeOut(out: string | undefined, bytes: Uint8Array): Promise<void> {
  if (out !== undefined) return writeBytes(out, bytes)
  if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve))
}

export function booksCommand(): Command {
  return question('books', 'every received record, accounted for: counted, duplicate, invalid by reason, quarantined', [
    'table',
    'json',
  ])
    .addHelpText('after', examples('wayside books --data ./wayside-data --site bookstore --format json'))
    .action(async (options: AskOptions) => {
      const books = await ask(options, 'books', { parameters: {}, query: {} })
      if (!books.balanced) process.exitCode = 1
      if (options.format === 'json') return printJson(books)
      const { invalid } = books
      printTable([
        { what: 'received', events: books.received },
        { what: 'counted', events: books.counted },
        { what: 'duplicate', events: books.duplicate },
        ...Object.entries(invalid).map(([reason, events]) => ({ what: `invalid: ${reason}`, events })),
        { what: 'quarantined', events: books.quarantined },
      ])
      process.stdout.write(books.balanced ? 'The books balance.\n' : 'THE BOOKS DO NOT BALANCE.\n')
    })
}
