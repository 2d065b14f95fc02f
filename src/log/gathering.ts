// When a commit begins, once the disk is free: when as many records wait as the last two commits had on average, or when a turn of the
// event loop has brought nothing more.
// Why: clients that wait for their answers come back together, and in two groups of one size the disk has one while the event loop
// answers and reads the other. As they come one group is large and one small; then nothing is left to do while the disk has the large one,
// and the small one costs as much as it. The figures stand in docs/decisions/commit-pacing.md.
import { GATHER_RECORDS_MIN } from './limits.ts'

export class Gathering {
  #last = 0
  #share = 1
  #begin: (() => void) | undefined

  /** So many records wait now: called after each. */
  grown(count: number): void {
    if (this.#begin && count >= GATHER_RECORDS_MIN && this.enough(count)) this.#begin()
  }

  /** Does a commit of so many wait for no more, when the disk is free at this moment? */
  enough(count: number): boolean {
    return count >= this.#share
  }

  /** A commit of so many begins. */
  taken(count: number): void {
    this.#share = Math.floor((this.#last + count) / 2)
    this.#last = count
  }

  /** Wait until it is time: when there are few, one turn of the event loop at least, so that what is ready is read. */
  done(count: () => number): Promise<void> {
    return new Promise((resolve) => {
      let seen = 0
      const begin = (): void => {
        this.#begin = undefined
        resolve()
      }
      const look = (): void => {
        // Begun already; a later wait has its own look.
        if (this.#begin !== begin) return
        const now = count()
        if (this.enough(now) || now === seen) begin()
        else setImmediate(look)
        seen = now
      }
      this.#begin = begin
      setImmediate(look)
    })
  }
}
