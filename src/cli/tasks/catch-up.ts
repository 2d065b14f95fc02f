// Waits until what the logs hold is in reports.
import type { Task } from './task.ts'

export const catchUpTask: Task<Record<never, never>, null> = {
  name: 'catch-up',
  isExclusive: false,
  async run(backend, _query, { signal }) {
    await backend.catchUp(signal)
    return null
  },
}
