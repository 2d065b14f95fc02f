// Options that many commands share, and how they become a configuration.
import { Command, InvalidArgumentError, Option } from 'commander'
import { type Config, readConfig } from './config.ts'

/** A port from the command line. */
export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

/** A count of at least one. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('A whole number of at least 1 is needed.')
  return Number(text)
}

/** A command that works on a data folder, by flags or by a config file. */
export function folderCommand(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .addOption(new Option('--data <folder>', 'folder of the log, the store and the keys').env('WAYSIDE_DATA'))
    .addOption(new Option('--config <file>', 'YAML file with settings').env('WAYSIDE_CONFIG'))
}

export interface FolderOptions {
  data?: string
  config?: string
}

/** The configuration of a command; `flags` are dotted paths that win over everything. */
export function configOf(options: FolderOptions, flags: Record<string, unknown> = {}): Config {
  return readConfig(options.config, process.env, { data: options.data, ...flags })
}

/** Examples under `--help`. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`
}
