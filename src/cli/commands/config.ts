// `wayside config check`: the settings in force, or each mistake with its line.
import { Command } from 'commander'
import { configOf, examples, type FolderOptions, folderCommand } from '../options.ts'

export function configCommand(): Command {
  const check = folderCommand(
    'check',
    'print the settings in force; exit 1 and name file and line of each mistake',
  ).action((options: FolderOptions) => {
    const config = configOf(options)
    if (config.store.clickhousePassword) config.store.clickhousePassword = '(set)'
    process.stdout.write(`${JSON.stringify(config, null, 2)}\n`)
  })
  return new Command('config')
    .description('check the configuration')
    .addCommand(check)
    .addHelpText('after', examples('wayside config check --config wayside.yaml'))
}
