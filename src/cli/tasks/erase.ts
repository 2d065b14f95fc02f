// Erasing, as a task.
import { type Erasure, erase, type Subject } from '../../store/index.ts'
import type { Task } from './task.ts'

export const eraseTask: Task<Subject, Erasure> = {
  name: 'erase',
  isExclusive: true,
  async run(backend, subject, { signal }) {
    // What waits in the logs would come in afterwards.
    await backend.catchUp(signal)
    signal.throwIfAborted()
    return erase(backend.store, subject)
  },
}
