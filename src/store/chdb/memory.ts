// Answers of the engine, remembered until anything is written: a view asks the same small questions many times, and several people ask alike.
// Promises: exact. The engine's folder has one process and every change passes here, so between two changes a question has one answer. While
// a change runs nothing is remembered; nor after one that failed, or a start, until the engine says that it has nothing left to do.
// Does not: outlive a change of anything, or remember what depends on the clock.
import { REMEMBERED_CHARS_MAX } from '../limits.ts'

/** A statement that looks at the clock. */
const CLOCK = /\bnow(64)?\s*\(/i

export class Memory {
  readonly #isAtRest: () => Promise<boolean>
  #answers = new Map<string, Promise<string>>()
  #chars = 0
  /** Grows with the beginning and the end of every change. */
  #moment = 0
  #changing = 0
  /** A change that was cut short may go on by itself. */
  #isInDoubt = true
  #isLooking = false

  /** @param isAtRest whether no change goes on that nobody waits for */
  constructor(isAtRest: () => Promise<boolean>) {
    this.#isAtRest = isAtRest
  }

  /** Run something that changes the store. */
  async change<T>(work: () => Promise<T>): Promise<T> {
    this.#forget()
    this.#changing++
    try {
      return await work()
    } catch (error) {
      this.#isInDoubt = true
      throw error
    } finally {
      this.#changing--
      this.#forget()
    }
  }

  /** The engine died: what it was about may go on with the next one. Nothing is answered from here until that one has been asked. */
  doubt(): void {
    this.#isInDoubt = true
    this.#forget()
  }

  /**
   * The answer as it is now: remembered, shared with the same question that is on its way, or asked for.
   * @param key the statement and what it binds
   */
  async answer(key: string, ask: () => Promise<string>): Promise<string> {
    if (this.#isInDoubt) await this.#look()
    if (this.#isInDoubt || CLOCK.test(key)) return ask()
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const moment = this.#moment
    const asked = ask()
    this.#answers.set(key, asked)
    let isKept = false
    try {
      const text = await asked
      isKept = this.#changing === 0 && this.#moment === moment
      if (isKept) this.#weigh(key.length + text.length)
      return text
    } finally {
      if (!isKept && this.#answers.get(key) === asked) this.#answers.delete(key)
    }
  }

  #weigh(chars: number): void {
    this.#chars += chars
    if (this.#chars > REMEMBERED_CHARS_MAX) this.#forget()
  }

  async #look(): Promise<void> {
    if (this.#isLooking || this.#changing > 0) return
    this.#isLooking = true
    const moment = this.#moment
    try {
      const isAtRest = await this.#isAtRest()
      if (isAtRest && this.#changing === 0 && this.#moment === moment) this.#isInDoubt = false
    } finally {
      this.#isLooking = false
    }
  }

  #forget(): void {
    this.#moment++
    this.#answers = new Map()
    this.#chars = 0
  }
}
