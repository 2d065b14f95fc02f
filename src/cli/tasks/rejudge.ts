// Judging again, as a task. New events are loaded meanwhile: by the backend's loader, or by one of its own where no backend runs.
import { type Rejudged, rejudge, startLoader } from '../../loader/index.ts'
import { type Restatement, restatements } from '../../report/index.ts'
import type { Task } from './task.ts'

export const rejudgeTask: Task<
  { from: number; to: number },
  Rejudged & { restated: Restatement[] },
  { judged: number; changed: number }
> = {
  name: 'rejudge',
  isExclusive: true,
  async run(backend, { from, to }, { onProgress, signal }) {
    const { store, loaderOptions } = backend
    const loader = backend.isLoading ? undefined : startLoader(loaderOptions)
    try {
      const done = await rejudge({ store, siteOf: loaderOptions.siteOf, from, to, signal, onProgress })
      return { ...done, restated: (await restatements(store, {})).filter(({ run }) => run === done.run) }
    } finally {
      await loader?.stop()
    }
  },
}
