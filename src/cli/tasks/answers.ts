// Questions of a command line, as tasks.
import type { Answers } from '../../api/index.ts'
import { WaysideError } from '../../event/index.ts'
import type { Backend } from '../backend.ts'
import type { Task } from './task.ts'

/** How long a question waits for what is still in the logs, milliseconds. A report of a backlog says by its watermark how far it goes. */
const CATCH_UP_MS_MAX = 5_000

/** Questions whose answers are JSON. */
export type Question = 'report' | 'books' | 'attribution' | 'experiment' | 'loss'
export type QueryOf<N extends Question> = Parameters<Answers[N]>[0]
export type AnswerOf<N extends Question> = Awaited<ReturnType<Answers[N]>>

type Sites = string | string[]

/** Ask one. Without a site: about all that the folder has keys of. @throws WaysideError SITE_UNKNOWN */
export const answerTask: Task<{ question: Question; query: { site?: Sites } }, unknown> = {
  name: 'answer',
  isExclusive: false,
  async run(backend, { question, query }, { signal }) {
    await settle(backend, signal)
    await requireSite(backend, query.site)
    const ask = backend.answers[question] as (query: unknown) => Promise<unknown>
    return ask({ site: backend.keys.sites(), ...query })
  },
}

/** The report as a Parquet file, as base64. @throws WaysideError SITE_UNKNOWN */
export const reportFileTask: Task<{ site?: Sites }, string> = {
  name: 'report file',
  isExclusive: false,
  async run(backend, query, { signal }) {
    await settle(backend, signal)
    await requireSite(backend, query.site)
    const asked = { site: backend.keys.sites(), ...query } as QueryOf<'report'>
    return Buffer.from(await backend.answers.reportFile(asked)).toString('base64')
  },
}

/** A name that is not set up here and of which nothing ever came is a slip: noughts would look like an answer. */
async function requireSite({ loaderOptions, answers }: Backend, sites: Sites = []): Promise<void> {
  const site = [sites].flat().find((name) => !loaderOptions.siteOf(name))
  if (site === undefined) return
  const { received } = await answers.books({ site })
  if (received === 0) throw new WaysideError('SITE_UNKNOWN', `--site ${site}:`)
}

function settle(backend: Backend, signal: AbortSignal): Promise<void> {
  return backend.catchUp(AbortSignal.any([signal, AbortSignal.timeout(CATCH_UP_MS_MAX)]))
}
