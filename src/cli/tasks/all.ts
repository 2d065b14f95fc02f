// All tasks that a running backend does for commands, by name.
import { answerTask, reportFileTask } from './answers.ts'
import { backupTask } from './backup.ts'
import { catchUpTask } from './catch-up.ts'
import { eraseTask } from './erase.ts'
import { exportTask } from './export.ts'
import { listTask, purgeTask, replayTask, showTask } from './quarantine.ts'
import { rejudgeTask } from './rejudge.ts'
import type { Task } from './task.ts'

const ALL: readonly Task<never, unknown, unknown>[] = [
  answerTask,
  reportFileTask,
  exportTask,
  rejudgeTask,
  eraseTask,
  backupTask,
  catchUpTask,
  listTask,
  showTask,
  replayTask,
  purgeTask,
]

/** The task of a name, or undefined. */
export function taskNamed(name: string): Task<unknown, unknown, unknown> | undefined {
  return ALL.find((task) => task.name === name) as Task<unknown, unknown, unknown> | undefined
}
