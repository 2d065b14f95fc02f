// `wayside log`: an operator's look at a log: what is in it, is it whole, what do the records say. Never changes anything.
import { Command } from 'commander'
import { decodeRecord, WaysideError } from '../event/index.ts'
import { inspectLog, listLogs, listReaders, listSegments, openReader, readCheckpoint } from '../log/index.ts'
import { examples } from './options.ts'
import { printTable } from './table.ts'

export function logCommand(): Command {
  const log = new Command('log').description('look at a log: inspect, verify, cat')
  log
    .command('inspect')
    .description('list segments, records and readers')
    .argument('<folder>', 'a log, or the folder of several')
    .addHelpText('after', examples('wayside log inspect ./wayside-data/log'))
    .action(inspect)
  log
    .command('verify')
    .description('check every record; exit code 1 when something acknowledged is missing')
    .argument('<folder>', 'a log, or the folder of several')
    .addHelpText('after', examples('wayside log verify ./wayside-data/log'))
    .action(verify)
  log
    .command('cat')
    .description('print records as lines of JSON: sequence, stamp, body')
    .argument('<folder>', 'a log, or the folder of several')
    .option('--after <sequence>', 'start after this one', Number, 0)
    .addHelpText('after', examples('wayside log cat ./wayside-data/log/a-0 --after 1000 | head'))
    .action(cat)
  return log
}

function inspect(folder: string): void {
  for (const log of logsIn(folder)) {
    const reports = inspectLog(log)
    process.stdout.write(`${log}\n`)
    printTable(
      reports.map((report) => ({
        segment: report.path.slice(log.length + 1),
        first: report.first,
        last: report.last,
        records: report.records,
        bytes: report.bodyBytes,
        'file bytes': report.fileBytes,
        sealed: report.sealed ? 'yes' : 'no',
        'damaged bytes': report.damage.reduce((sum, { bytes }) => sum + bytes, 0),
        made: new Date(report.madeAt).toISOString(),
      })),
    )
    for (const reader of listReaders(log))
      process.stdout.write(`reader ${reader}: done with ${readCheckpoint(log, reader)}\n`)
    process.stdout.write('\n')
  }
}

function verify(folder: string): void {
  for (const log of logsIn(folder)) {
    const reports = inspectLog(log)
    const records = reports.reduce((sum, report) => sum + report.records, 0)
    const missing = reports.flatMap((report) => report.missing)
    const damage = reports.flatMap(({ path, damage }) => damage.map((one) => ({ path, ...one })))
    for (const { path, offset, bytes, after } of damage)
      process.stdout.write(`${path}: ${bytes} bytes at ${offset}, after record ${after}, are no records\n`)
    for (const { from, to } of missing) process.stdout.write(`${log}: records ${from} to ${to} are missing\n`)
    for (const { unreadable } of reports) if (unreadable !== undefined) process.stdout.write(`${unreadable}\n`)
    const whole = missing.length === 0 && reports.every(({ unreadable }) => unreadable === undefined)
    const torn = damage.length > 0 ? ', what a crash or the disk broke left out' : ''
    process.stdout.write(
      `${log}: ${records} records in ${reports.length} segments${torn}: ${whole ? 'whole' : 'NOT whole'}\n`,
    )
    if (!whole) process.exitCode = 1
  }
}

async function cat(folder: string, { after }: { after: number }): Promise<void> {
  for (const log of logsIn(folder)) {
    const reader = openReader({ folder: log, after })
    for (let some = await reader.read(2 ** 20); some.length > 0; some = await reader.read(2 ** 20)) {
      const lines = some.map(({ sequence, body }) => {
        const record = decodeRecord(body)
        return JSON.stringify({ log, sequence, stamp: record?.stamp, body: (record?.body ?? body).toString() })
      })
      if (!process.stdout.write(`${lines.join('\n')}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve))
    }
    reader.close()
  }
}

function logsIn(folder: string): string[] {
  const logs = listSegments(folder).length > 0 ? [folder] : listLogs(folder)
  if (logs.length === 0) throw new WaysideError('INPUT', `${folder} holds no log.`)
  return logs
}
