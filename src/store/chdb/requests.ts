// What the engine's process was asked and has not answered.
// Promises: a request is answered or rejected, once.
import { WaysideError } from '../../event/index.ts'
import { StatementFailed } from '../driver.ts'
import type { ChildAnswer } from './child.ts'

interface Waiting {
  resolve(text: string): void
  reject(error: Error): void
}

export class Requests {
  readonly #waiting = new Map<number, Waiting>()
  #next = 1

  /** A new request. @param send hands it over */
  ask(send: (id: number) => void): Promise<string> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      send(id)
    })
  }

  answer(answer: ChildAnswer): void {
    const waiting = this.#settle(answer.id)
    if ('text' in answer) waiting?.resolve(answer.text)
    else waiting?.reject(new StatementFailed(answer.error))
  }

  /** It could not be handed over. */
  fail(id: number): void {
    this.#settle(id)?.reject(new WaysideError('STORE_UNAVAILABLE'))
  }

  /** The process died under them. */
  failAll(): void {
    for (const id of [...this.#waiting.keys()]) this.fail(id)
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }
}
