// Questions from the command line: their options, and who answers: a folder's own store, or a running node over HTTP. Both answer alike.
import { type Command, Option } from 'commander'
import { WaysideError } from '../event/index.ts'
import { type FolderOptions, folderCommand } from './options.ts'
import { type AnswerOf, answerTask, type QueryOf, type Question } from './tasks/answers.ts'
import { runTask } from './tasks/run.ts'

export interface AskOptions extends FolderOptions {
  url?: string
  key?: string
  site?: string
  from?: string
  to?: string
  tz?: string
  format: string
}

/** What every question about a time may say. */
interface AskQuery {
  site: string | string[]
  from?: string
  to?: string
  tz?: string
}

/** A command with the options of a question. */
export function question(name: string, summary: string, formats: readonly string[]): Command {
  return folderCommand(name, summary)
    .addOption(new Option('--url <url>', 'ask a running node instead of a folder').env('WAYSIDE_URL'))
    .addOption(new Option('--key <key>', 'read key, with --url').env('WAYSIDE_KEY'))
    .option('--site <name>', 'the site; all that one may see otherwise')
    .option('--from <time>', 'start of the range, included; all there is otherwise')
    .option('--to <time>', 'end of the range, not included')
    .option('--tz <zone>', 'IANA time zone; that of the site otherwise, else UTC')
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('table'))
}

/** Ask the node at --url, or the folder. @param more parameters of this question beyond site and time, as the API and as the answers take them. */
export async function ask<N extends Question>(
  options: AskOptions,
  question: N,
  more: { parameters: Readonly<Record<string, string | undefined>>; query: Omit<QueryOf<N>, keyof AskQuery> },
): Promise<AnswerOf<N>> {
  if (options.url !== undefined)
    return (await fetchAnswer(options, question, more.parameters)).json() as Promise<AnswerOf<N>>
  return runTask(options, answerTask, { question, query: { ...aboutOf(options), ...more.query } }) as Promise<
    AnswerOf<N>
  >
}

/** Site and time of a question. */
export function aboutOf({ site, from, to, tz }: AskOptions): Partial<AskQuery> {
  return defined({ site, from, to, tz })
}

/** The node's answer, when it is a good one. @throws WaysideError INPUT with what the node said. */
export async function fetchAnswer(
  options: AskOptions,
  path: string,
  more: Readonly<Record<string, string | undefined>>,
): Promise<Response> {
  const { url = '', key = '', site, from, to, tz } = options
  const query = new URLSearchParams(defined({ site, from, to, tz, ...more }))
  const response = await fetch(`${url.replace(/\/$/, '')}/api/v1/${path}?${query}`, {
    headers: { Authorization: `Bearer ${key}` },
  }).catch((error: Error) => {
    const why = (error.cause as Error | undefined)?.message ?? error.message
    throw new WaysideError('INPUT', `${url} does not answer (${why}). Is the node running?`)
  })
  if (response.ok) return response
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new WaysideError('INPUT', message ?? `${url} answered ${response.status}.`)
}

/** Print for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

function defined(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
