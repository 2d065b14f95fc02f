// Two cores are few for several browsers. What is measured (a click until its destination is asked for) is done by one browser alone; what
// keeps a core busy (a start, a page's load) by as many as there are cores, and never during a click. The lab's front gives out the turns.

/** `load` may be shared, `click` may not. */
export type TurnKind = 'load' | 'click'
export type TurnWord = TurnKind | 'done'

const LOADS_AT_A_TIME = 2

interface Asker {
  asker: unknown
  kind: TurnKind
  go: () => void
}

/** Gives turns in the order in which they were asked for. Runs in the lab's front. */
export class Turnstile {
  readonly #waiting: Asker[] = []
  readonly #holders = new Map<unknown, TurnKind>()

  /** `go` is called when it is the asker's turn. */
  ask(asker: unknown, kind: TurnKind, go: () => void): void {
    this.#waiting.push({ asker, kind, go })
    this.#next()
  }

  /** The asker's turn is over. */
  done(asker: unknown): void {
    if (this.#holders.delete(asker)) this.#next()
  }

  /** The asker is gone: it wants no turn any more. */
  leave(asker: unknown): void {
    this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter((one) => one.asker !== asker))
    this.#holders.delete(asker)
    this.#next()
  }

  #hasRoom(kind: TurnKind): boolean {
    if (this.#holders.size === 0) return true
    return kind === 'load' && this.#holders.size < LOADS_AT_A_TIME && ![...this.#holders.values()].includes('click')
  }

  #next(): void {
    while (this.#waiting[0] && this.#hasRoom(this.#waiting[0].kind)) {
      const { asker, kind, go } = this.#waiting.shift()!
      this.#holders.set(asker, kind)
      go()
    }
  }
}

let say: (word: TurnWord) => void = () => {}
let hear: (() => void) | undefined

/** Connects a worker to the front: `tell` carries its words there. Returns what to call for each turn that the front gives. */
export function joinTurns(tell: (word: TurnWord) => void): () => void {
  say = tell
  return () => hear?.()
}

/** Does the work in a turn. The turn ends with the work, or after `atMostMs`: what hangs must not keep the others waiting. */
export async function inTurn<T>(kind: TurnKind, work: () => Promise<T>, atMostMs: number): Promise<T> {
  await new Promise<void>((resolve) => {
    hear = resolve
    say(kind)
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
