// Two cores are few for three browsers. What needs a quiet machine (loading a page, and a click until its destination is asked for) is done by
// one browser at a time, in turns that the lab's front gives out; what only waits needs no turn.

/** Gives the turn to one asker at a time, in the order in which they asked. Runs in the lab's front. */
export class Turnstile {
  readonly #waiting: { asker: unknown; go: () => void }[] = []
  #holder: unknown

  /** `go` is called when it is the asker's turn. */
  ask(asker: unknown, go: () => void): void {
    this.#waiting.push({ asker, go })
    this.#next()
  }

  /** The asker's turn is over. */
  done(asker: unknown): void {
    if (this.#holder !== asker) return
    this.#holder = undefined
    this.#next()
  }

  /** The asker is gone: it wants no turn any more. */
  leave(asker: unknown): void {
    this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter((one) => one.asker !== asker))
    this.done(asker)
  }

  #next(): void {
    if (this.#holder !== undefined) return
    const next = this.#waiting.shift()
    this.#holder = next?.asker
    next?.go()
  }
}

export type TurnWord = 'ask' | 'done'

let say: (word: TurnWord) => void = () => {}
let hear: (() => void) | undefined

/** Connects a worker to the front: `tell` carries its words there. Returns what to call for each turn that the front gives. */
export function joinTurns(tell: (word: TurnWord) => void): () => void {
  say = tell
  return () => hear?.()
}

/** Does the work in a turn. The turn ends with the work, or after `atMostMs`: what hangs must not keep the others waiting. */
export async function inTurn<T>(work: () => Promise<T>, atMostMs: number): Promise<T> {
  await new Promise<void>((resolve) => {
    hear = resolve
    say('ask')
  })
  let held = true
  const giveBack = (): void => {
    if (held) say('done')
    held = false
  }
  const timer = setTimeout(giveBack, atMostMs)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    giveBack()
  }
}
