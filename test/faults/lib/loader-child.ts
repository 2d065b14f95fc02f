// The loader's process under faults: started, listened to, killed.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** What loader-process.ts says: its engine, and the books each time that they could be told. */
export interface Said {
  enginePid?: number
  received?: number
  balanced?: boolean
  books?: unknown
}

export class LoaderChild {
  readonly #child: ChildProcess

  constructor(folder: string, onSaid: (said: Said) => void) {
    this.#child = fork(join(import.meta.dirname, '..', 'loader-process.ts'), [folder], { execArgv: [] })
    this.#child.on('message', (said: Said) => onSaid(said))
  }

  /** SIGKILL it, and wait until it is gone. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }
}
