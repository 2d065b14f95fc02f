// The store as a model: the ReplacingMergeTrees of `src/store/migrations`, with the same keys, over the same blocks of bytes.
// Promises: an insert that fails may have done nothing, all, or have been cut between tables; the same rows twice change nothing.
// Does not: merge late, or run SQL. `test/system/sim.test.ts` checks it against the real engine.
import type { HalfLoad } from '../../src/store/half-load.ts'
import type { Insert, Store } from '../../src/store/index.ts'
import { StatementFailed, TABLES } from '../../src/store/index.ts'
import type { Dice } from './dice.ts'
import { decodeRows, type Row } from './native.ts'

/** One call of the loader, for replaying it into a real engine. */
export interface InsertCall {
  into: Insert
  rows: Buffer
  token: string
}

type Table = Map<string, Row>

/** Columns of the key of each table, and the one that decides which row stays (none: the last). */
const KEYS: Partial<Record<Insert, readonly [key: readonly string[], version?: string]>> = {
  insertEvents: [['site', 'id'], 'rank'],
  insertCopies: [['site', 'id', 'log', 'sequence', 'index']],
  insertRecords: [['log', 'sequence'], 'version'],
  insertQuarantine: [['log', 'sequence', 'index'], 'version'],
}

export class TableStore {
  readonly events: Table = new Map()
  readonly copies: Table = new Map()
  readonly records: Table = new Map()
  readonly quarantine: Table = new Map()
  readonly calls: InsertCall[] = []
  /** How often an insert fails. */
  faults = 0
  readonly #dice: Dice
  readonly #keepCalls: boolean
  #last: Promise<unknown> = Promise.resolve()

  constructor(dice: Dice, keepCalls: boolean) {
    this.#dice = dice
    this.#keepCalls = keepCalls
  }

  /** The store as one process sees it. @param step throws when the process is dead @param half what its datacenter remembers of loads */
  seenBy(step: () => void, half: HalfLoad): Store {
    const alone = <T>(work: () => Promise<T>): Promise<T> => {
      const mine = this.#last.then(work, work)
      this.#last = mine.catch(() => undefined)
      return mine
    }
    return {
      select: async () => {
        step()
        return []
      },
      run: async () => step(),
      write: async () => step(),
      insert: async (into, rows, token) => {
        if (rows.length === 0) return
        step()
        for (let turns = this.#dice.whole(0, 2); turns > 0; turns--) await new Promise(setImmediate)
        if (this.#dice.chance(this.faults)) throw new StatementFailed('The engine died before the insert.')
        this.#insert(into, Buffer.concat(rows), token)
        if (this.#dice.chance(this.faults)) throw new StatementFailed('The engine died after the insert.')
        step()
      },
      alone,
      half: () => half.pending,
      load: (covered, work) =>
        alone(async () => {
          step()
          half.begin(covered)
          await work()
          step()
          half.done(covered)
        }),
      whole: alone,
      enginePid: () => undefined,
      isAsked: () => false,
      engineDeaths: () => 0,
      close: async () => undefined,
    }
  }

  #insert(into: Insert, rows: Buffer, token: string): void {
    if (this.#keepCalls) this.calls.push({ into, rows, token })
    const [key, version] = KEYS[into] ?? []
    if (!key) return
    const table = this.#tableOf(into)
    for (const row of decodeRows(rows, TABLES[into])) {
      const name = key.map((column) => String(row[column])).join(' ')
      const old = table.get(name)
      if (!old || version === undefined || row[version]! >= old[version]!) table.set(name, row)
    }
  }

  #tableOf(into: Insert): Table {
    if (into === 'insertEvents') return this.events
    if (into === 'insertCopies') return this.copies
    return into === 'insertRecords' ? this.records : this.quarantine
  }
}
