// `wayside report` and `wayside books`: the answers, from a folder or from a running node.
import { type Command, Option } from 'commander'
import type { Answers } from '../../api/index.ts'
import { WaysideError } from '../../event/index.ts'
import { withAnswers } from '../backend.ts'
import { configOf, examples, type FolderOptions, folderCommand } from '../options.ts'
import { printTable } from '../table.ts'

interface AskOptions extends FolderOptions {
  url?: string
  key?: string
  site?: string
  from?: string
  to?: string
  tz?: string
  by?: string
  format: 'table' | 'json'
}

/** Options of a question, whoever answers it. */
function question(name: string, summary: string): Command {
  return folderCommand(name, summary)
    .addOption(new Option('--url <url>', 'ask a running node instead of a folder').env('WAYSIDE_URL'))
    .addOption(new Option('--key <key>', 'read key, with --url').env('WAYSIDE_KEY'))
    .option('--site <name>', 'the site; all that one may see otherwise')
    .option('--from <time>', 'start of the range, included; all there is otherwise')
    .option('--to <time>', 'end of the range, not included')
    .option('--tz <zone>', 'IANA time zone, UTC otherwise')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
}

export function reportCommand(): Command {
  return question('report', 'impressions, views, clicks and rates by any dimension')
    .option(
      '--by <dimensions>',
      'site, placement, position, item, variant, hour, day, country, device, via; separated by commas',
    )
    .addHelpText(
      'after',
      examples(
        'wayside report --data ./wayside-data --site bookstore --by variant,position',
        'wayside report --data ./wayside-data --site bookstore --from 2026-11-01 --to 2026-11-08 --tz Europe/Berlin --by day --format json',
        'wayside report --url http://127.0.0.1:8090 --key wayside_read_… --by placement',
      ),
    )
    .action(async (options: AskOptions) => {
      const answer = await ask(options, 'report', (answers, query) =>
        answers.report({ ...query, by: options.by?.split(',') ?? [] }),
      )
      if (options.format === 'json') return printJson(answer)
      printTable(
        answer.rows.map(({ invalidClicks, grossImpressions, grossViews, ...row }) => ({
          ...row,
          invalidClicks: reasons(invalidClicks),
        })),
      )
    })
}

export function booksCommand(): Command {
  return question('books', 'every received record, accounted for: counted, duplicate, invalid by reason, quarantined')
    .addHelpText('after', examples('wayside books --data ./wayside-data --site bookstore --format json'))
    .action(async (options: AskOptions) => {
      const books = await ask(options, 'books', (answers, query) => answers.books(query))
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

type Query = Omit<Parameters<Answers['report']>[0], 'by'>

/** Ask the node at --url, or the folder. Both give the same answer. */
async function ask<A>(
  options: AskOptions,
  path: string,
  fromFolder: (answers: Answers, query: Query) => Promise<A>,
): Promise<A> {
  const range = Object.fromEntries(
    (['from', 'to', 'tz'] as const).flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as Partial<Record<'from' | 'to' | 'tz', string>>
  if (options.url === undefined) {
    return withAnswers(configOf(options), (answers, sites) =>
      fromFolder(answers, { ...range, site: options.site ?? sites }),
    )
  }
  const { site, by } = options
  const query = new URLSearchParams({ ...range, ...(site !== undefined && { site }), ...(by !== undefined && { by }) })
  const url = `${options.url.replace(/\/$/, '')}/api/v1/${path}?${query}`
  const response = await fetch(url, { headers: { Authorization: `Bearer ${options.key ?? ''}` } }).catch(
    (error: Error) => {
      throw new WaysideError(
        'INPUT',
        `${options.url} does not answer (${(error.cause as Error | undefined)?.message ?? error.message}). Is the node running?`,
      )
    },
  )
  const body = (await response.json()) as A & { message?: string }
  if (!response.ok) throw new WaysideError('INPUT', body.message ?? `${options.url} answered ${response.status}.`)
  return body
}

function reasons(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ')
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
