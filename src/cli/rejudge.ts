// `wayside rejudge`: judge history again, under new rules or new settings, while new events are loaded. Goes on where it was cut short.
import type { Command } from 'commander'
import { readRange } from '../report/index.ts'
import { examples, type FolderOptions, folderCommand } from './options.ts'
import { printTable } from './table.ts'
import { rejudgeTask } from './tasks/rejudge.ts'
import { runTask } from './tasks/run.ts'

interface RejudgeOptions extends FolderOptions {
  from: string
  to?: string
  tz?: string
}

export function rejudgeCommand(): Command {
  return folderCommand('rejudge', 'judge history again; old verdicts and figures are kept, differences are shown')
    .requiredOption('--from <time>', 'received from here on: a date, or ISO 8601')
    .option('--to <time>', 'up to here, not included; now otherwise')
    .option('--tz <zone>', 'IANA time zone of the dates')
    .addHelpText('after', examples('wayside rejudge --data ./wayside-data --from 2026-11-01 --to 2026-11-08'))
    .action(run)
}

async function run(options: RejudgeOptions): Promise<void> {
  const { from, to } = readRange(options)
  const done = await runTask(options, rejudgeTask, { from, to }, ({ judged, changed }) =>
    process.stderr.write(`${judged} events judged, ${changed} changed\n`),
  )
  process.stdout.write(`${done.judged} events judged again, ${done.changed} verdicts changed\n`)
  if (!done.finished) process.stdout.write('Stopped. Run the same command again to go on.\n')
  if (done.restated.length > 0) printTable(done.restated.map(({ run: _run, ...figures }) => figures))
}
