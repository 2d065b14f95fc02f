// A backup, as a task.
import { basename, join } from 'node:path'
import { READER } from '../../loader/index.ts'
import { listLogs, readCheckpoint } from '../../log/index.ts'
import { systemClock } from '../../platform/index.ts'
import { backup, type Manifest } from '../../store/index.ts'
import type { Task } from './task.ts'

export const backupTask: Task<{ folder: string }, Manifest> = {
  name: 'backup',
  isExclusive: true,
  run: ({ store, config }, { folder }) => backup(store, folder, () => checkpointsOf(config.data), systemClock.now()),
}

function checkpointsOf(data: string): Record<string, number> {
  return Object.fromEntries(
    listLogs(join(data, 'log')).map((log): [string, number] => [basename(log), readCheckpoint(log, READER)]),
  )
}
