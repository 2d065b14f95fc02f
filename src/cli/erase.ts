// `wayside erase`: take a visitor, a site, or all before a time out of the store for good, and print the proof.
import type { Command } from 'commander'
import { WaysideError } from '../event/index.ts'
import { readRange } from '../report/index.ts'
import type { Subject } from '../store/index.ts'
import { examples, type FolderOptions, folderCommand } from './options.ts'
import { printTable } from './table.ts'
import { eraseTask } from './tasks/erase.ts'
import { runTask } from './tasks/run.ts'

interface EraseOptions extends FolderOptions {
  site?: string
  visitor?: string
  before?: string
  yes?: boolean
}

export function eraseCommand(): Command {
  return folderCommand('erase', 'erase a visitor of a site, a whole site, or everything received before a time')
    .option('--site <site>', 'the site; alone: all of it')
    .option('--visitor <id>', 'with --site: the events of this visitor')
    .option('--before <time>', 'everything received before: a date at least 35 days ago')
    .option('--yes', 'needed for a whole site or a time: there is no way back')
    .addHelpText(
      'after',
      examples(
        'wayside erase --data ./wayside-data --site bookstore --visitor 4f2a…',
        'wayside erase --data ./wayside-data --before 2025-11-01 --yes',
      ),
    )
    .action(run)
}

async function run(options: EraseOptions): Promise<void> {
  const subject = subjectOf(options)
  if (subject.kind !== 'visitor' && !options.yes)
    throw new WaysideError('INPUT', 'This takes out much more than one visitor, for good. If that is meant, add --yes.')
  const { left, ...proof } = await runTask(options, eraseTask, subject)
  printTable([{ ...proof, erasure: new Date(proof.erasure).toISOString() }])
  process.stdout.write(`looked again: ${left} left\n`)
  if (left > 0) process.exitCode = 1
}

function subjectOf({ site, visitor, before }: EraseOptions): Subject {
  if (before !== undefined && site === undefined && visitor === undefined)
    return { kind: 'before', before: readRange({ to: before }).to }
  if (before === undefined && site !== undefined)
    return visitor === undefined ? { kind: 'site', site } : { kind: 'visitor', site, visitor }
  throw new WaysideError('INPUT', 'Name --site, --site with --visitor, or --before alone.')
}
