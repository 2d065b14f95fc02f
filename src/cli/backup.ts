// `wayside backup` and `wayside restore`: the store into a folder, and back. Keys and the config file are yours to keep; logs need no copy.
import { basename, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { WaysideError } from '../event/index.ts'
import { READER } from '../loader/index.ts'
import { listLogs, writeCheckpoint } from '../log/index.ts'
import { books } from '../report/index.ts'
import { type Manifest, restore } from '../store/index.ts'
import { openBackend } from './backend.ts'
import { configOf, examples, type FolderOptions, folderCommand } from './options.ts'
import { printTable } from './table.ts'
import { backupTask } from './tasks/backup.ts'
import { runTask } from './tasks/run.ts'

export function backupCommand(): Command {
  return folderCommand('backup', 'copy the store into a folder, consistent with the logs')
    .argument('<folder>', 'a new one')
    .addHelpText('after', examples('wayside backup ./backup-2026-11-23 --data ./wayside-data'))
    .action(async (folder: string, options: FolderOptions) => {
      printManifest(await runTask(options, backupTask, { folder: resolve(folder) }))
    })
}

export function restoreCommand(): Command {
  return folderCommand(
    'restore',
    'fill the empty store of a data folder from a backup; logs then bring what came after',
  )
    .argument('<folder>', 'made by wayside backup')
    .addHelpText('after', examples('wayside restore ./backup-2026-11-23 --data ./new-data'))
    .action(async (folder: string, options: FolderOptions) => {
      const config = configOf(options)
      const backend = await openBackend(config, 'wayside restore')
      try {
        const { received } = await books(backend.store, {})
        if (received > 0)
          throw new WaysideError('INPUT', `The store in ${config.data} is not empty. Name another folder with --data.`)
        const manifest = await restore(backend.store, folder)
        // What a log holds beyond the backup is loaded again; what the backup has already counts once anyway.
        for (const log of listLogs(join(config.data, 'log')))
          writeCheckpoint(log, READER, manifest.checkpoints[basename(log)] ?? 0)
        printManifest(manifest)
      } finally {
        await backend.close()
      }
    })
}

function printManifest({ tables, madeAt }: Manifest): void {
  printTable(Object.entries(tables).map(([table, { rows, bytes }]) => ({ table, rows, bytes })))
  process.stdout.write(`as of ${madeAt}\n`)
}
