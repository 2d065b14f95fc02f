// `wayside quarantine`: look at what could not be read, read it again after a fix, or let go of it.
import { Command } from 'commander'
import { decodeRecord } from '../event/index.ts'
import type { QuarantineFilter } from '../loader/index.ts'
import { readRange } from '../report/index.ts'
import { examples, type FolderOptions, folderCommand, parseCount } from './options.ts'
import { printTable } from './table.ts'
import { listTask, purgeTask, replayTask, showTask } from './tasks/quarantine.ts'
import { runTask } from './tasks/run.ts'

type Filter = FolderOptions & QuarantineFilter

export function quarantineCommand(): Command {
  return new Command('quarantine')
    .description('what could not be read: list, show, replay, purge')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand())
    .addCommand(purgeCommand())
}

function filtered(name: string, summary: string): Command {
  return folderCommand(name, summary)
    .option('--code <code>', 'only what was refused with this code')
    .option('--site <site>', 'only what could be read as of this site')
}

function listCommand(): Command {
  return filtered('list', 'what is held, oldest record first')
    .option('--limit <rows>', 'how many', parseCount, 50)
    .addHelpText('after', examples('wayside quarantine list --data ./wayside-data --code SITE_UNKNOWN'))
    .action((options: Filter & { limit: number }) => list(options))
}

function showCommand(): Command {
  return folderCommand('show', 'one record: its stamp, then its body as it came')
    .argument('<log>', 'as the list names it')
    .argument('<sequence>', 'as the list names it', parseCount)
    .addHelpText('after', examples('wayside quarantine show a-0 1742 --data ./wayside-data'))
    .action((log: string, sequence: number, options: FolderOptions) => show(options, log, sequence))
}

function replayCommand(): Command {
  return filtered('replay', 'read again what is held, after a fix; what can be read now counts once')
    .addHelpText('after', examples('wayside quarantine replay --data ./wayside-data --code SITE_UNKNOWN'))
    .action((options: Filter) => replay(options))
}

function purgeCommand(): Command {
  return filtered('purge', 'let go of bytes that will never be read; they stay in the books as quarantined')
    .requiredOption('--before <time>', 'only what was received before: a date, or ISO 8601')
    .addHelpText('after', examples('wayside quarantine purge --data ./wayside-data --before 2026-10-01'))
    .action((options: Filter & { before: string }) => purge(options))
}

async function list(options: Filter & { limit: number }): Promise<void> {
  const { held, counts } = await runTask(options, listTask, { ...filterOf(options), limit: options.limit })
  printTable(
    held.map((row) => ({
      log: row.log,
      sequence: row.sequence,
      event: row.index < 0 ? 'whole record' : `${row.index} ${row.id}`.trim(),
      code: row.code,
      site: row.site,
      received: row.receivedAt > 0 ? new Date(row.receivedAt).toISOString() : '',
      readings: row.version + 1,
    })),
  )
  for (const { code, held: count } of counts) process.stdout.write(`${count} held as ${code}\n`)
}

async function show(options: FolderOptions, log: string, sequence: number): Promise<void> {
  const bytes = Buffer.from(await runTask(options, showTask, { log, sequence }), 'base64')
  const decoded = decodeRecord(bytes)
  if (decoded) process.stdout.write(`${JSON.stringify(decoded.stamp, null, 2)}\n\n`)
  process.stdout.write(decoded?.body ?? bytes)
  process.stdout.write('\n')
}

async function replay(options: Filter): Promise<void> {
  const { records, events, held } = await runTask(options, replayTask, filterOf(options))
  process.stdout.write(
    `${records} record${records === 1 ? '' : 's'} read again: ${events} event${events === 1 ? ' is' : 's are'} in the store now, ${held} still held\n`,
  )
}

async function purge(options: Filter & { before: string }): Promise<void> {
  await runTask(options, purgeTask, { ...filterOf(options), before: readRange({ to: options.before }).to })
  process.stdout.write('purged\n')
}

function filterOf({ code, site }: Filter): QuarantineFilter {
  return { code, site }
}
