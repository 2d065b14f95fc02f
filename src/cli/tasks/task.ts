// A task: work on a folder's store that any command may want done. Whoever holds the store does it: the running backend, asked over its
// socket, or the command itself where no backend runs. Query, progress and answer are JSON, so that a task never knows which of the two it is.
import type { Backend } from '../backend.ts'
import type { Config } from '../config.ts'

/** What a task is given beside its query. */
export interface Hand<P> {
  onProgress(progress: P): void
  /** Aborted when the one who asked turns away: stop in good order, so that the same task can go on later. */
  signal: AbortSignal
}

export interface Task<Q, A, P = never> {
  readonly name: string
  /** It changes the store or writes files: such tasks of one folder run one after another. */
  readonly isExclusive: boolean
  /** @throws WaysideError with what whoever asked can mend. */
  run(backend: Backend, query: Q, hand: Hand<P>): Promise<A>
}

/** The first line that a command sends. More lines mean: stop. */
export interface TaskRequest {
  /** Both ends must be of one version. */
  version: string
  task: string
  query: unknown
  /** Settings of sites, where the command was given a config file; those of the backend otherwise. */
  sites?: Config['sites']
}

/** A line that the backend sends: any number of the first two, then one of the others. */
export type TaskLine =
  | { progress: unknown }
  /** Another task must end first: its name. */
  | { waitsFor: string }
  | { answer: unknown }
  | { error: { code?: string; message: string } }
