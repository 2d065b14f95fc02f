// All commands, put together.
import { Command } from 'commander'
import { backupCommand, restoreCommand } from './backup.ts'
import { collectCommand } from './collect.ts'
import { configCommand } from './commands/config.ts'
import { experimentCommand } from './commands/experiment.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { keyCommand } from './commands/key.ts'
import { loadCommand } from './commands/load.ts'
import { booksCommand, reportCommand } from './commands/report.ts'
import { serveCommand } from './commands/serve.ts'
import { tokenCommand } from './commands/token.ts'
import { demoCommand } from './demo.ts'
import { eraseCommand } from './erase.ts'
import { logCommand } from './log.ts'
import { quarantineCommand } from './quarantine.ts'
import { rejudgeCommand } from './rejudge.ts'
import { version } from './version.ts'

/** The command line, ready to parse. */
export function createProgram(): Command {
  const program = new Command('wayside')
    .description("Click-through tracking for links on other people's sites.")
    .version(version())
    .showHelpAfterError('(wayside <command> --help shows what it takes)')
  for (const command of [
    demoCommand(),
    serveCommand(),
    collectCommand(),
    loadCommand(),
    importCommand(),
    reportCommand(),
    booksCommand(),
    experimentCommand(),
    exportCommand(),
    keyCommand(),
    tokenCommand(),
    configCommand(),
    logCommand(),
    quarantineCommand(),
    rejudgeCommand(),
    eraseCommand(),
    backupCommand(),
    restoreCommand(),
  ]) {
    program.addCommand(command)
  }
  return program
}
