// Builds slices of the rolled-up tables that something has touched, a few at a time.
// Promises: a crash at any point leaves every answer exact: until its last step a slice counts as touched, and readers compute it from the events.
// Holds the store's lock for about REBUILD_TURN_MS. Does not: decide when.
import { type Clock, systemClock } from '../platform/index.ts'
import { QUERY_SECONDS_MAX, REBUILD_SLICES_FIRST, REBUILD_SLICES_MAX, REBUILD_TURN_MS } from './limits.ts'
import { live, PART_COLUMNS, ROLLUP_COLUMNS } from './rollups.ts'
import { idRanges, touchedSlices } from './slices.ts'
import { statement } from './statements.ts'
import type { Store } from './store.ts'

const DERIVED: readonly string[] = ['rollups', 'outboxParts']

export class Rebuilder {
  readonly #store: Store
  readonly #clock: Clock
  /** Slices of the next turn: as many as the last one managed in its time. */
  #slices = REBUILD_SLICES_FIRST
  #cleanedAt: number | undefined

  constructor(store: Store, clock: Clock = systemClock) {
    this.#store = store
    this.#clock = clock
  }

  /** False until rows of builds that were cut short are known to be gone: with the next build they would be seen. */
  #isTidy = false

  /** Build what fits into one turn. @returns whether more was touched than that. */
  turn(): Promise<boolean> {
    return this.#store.alone(async () => {
      const startedAt = this.#clock.monotonic()
      const found = await touchedSlices(this.#store, { place: 'true', sites: [] }, this.#slices + 1)
      const slices = found.slice(0, this.#slices)
      if (slices.length === 0) return false
      if (!this.#isTidy) await this.#dropUnnoted()
      this.#isTidy = false
      await this.#build(
        slices.map(({ site }) => site),
        slices.map(({ slice }) => slice),
        idRanges(slices),
      )
      if (found.length === slices.length) await this.#store.run('unmarkAll')
      else
        await this.#unmark(
          slices.map(({ site }) => site),
          slices.map(({ slice }) => slice),
        )
      this.#isTidy = true
      const tookMs = this.#clock.monotonic() - startedAt
      if (tookMs > REBUILD_TURN_MS) this.#slices = Math.max(1, Math.floor(this.#slices / 2))
      else if (tookMs < REBUILD_TURN_MS / 3) this.#slices = Math.min(REBUILD_SLICES_MAX, this.#slices * 2)
      return found.length > slices.length
    })
  }

  /** Build all that is touched. */
  async all(): Promise<void> {
    while (await this.turn()) {}
  }

  /** Remove rows that no reader can ask for any more: those replaced before the last time that this was called, if that is long enough ago. */
  async clean(): Promise<void> {
    const now = this.#clock.monotonic()
    if (this.#cleanedAt !== undefined && now - this.#cleanedAt < QUERY_SECONDS_MAX * 1_000) return
    const upTo = this.#replacedUpTo
    this.#cleanedAt = now
    await this.#store.alone(async () => {
      const [row] = await this.#store.select<{ build: number; replaced: number }>('replacedPieces', { upTo })
      this.#replacedUpTo = row?.build ?? 0
      if (!row || row.replaced === 0) return
      for (const table of DERIVED) await this.#store.run('dropReplacedRows', { upTo }, { table })
      await this.#store.run('dropReplacedPieces', { upTo })
      await this.#store.run('forgetReplaced', { upTo })
    })
  }

  /** The newest build when {@link clean} last looked: what it replaced is no reader's any more. */
  #replacedUpTo = 0

  async #build(ofSites: string[], slices: number[], ids: string): Promise<void> {
    const [next] = await this.#store.select<{ build: number }>('nextBuild')
    const params = { build: next?.build ?? 1, ofSites, slices, sites: [...new Set(ofSites)] }
    const which = `site IN {sites:Array(String)} AND ${ids} AND (toString(site), slice) IN (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})))`
    await this.#store.run('buildSlices', params, { table: 'rollups', columns: ROLLUP_COLUMNS, rows: live(which) })
    const parts = `SELECT ${PART_COLUMNS} FROM (${statement('outboxParts', { which })})`
    await this.#store.run('buildSlices', params, { table: 'outboxParts', columns: PART_COLUMNS, rows: parts })
    // In this order: who knows of the build must know of what it replaces.
    await this.#store.run('noteReplaced', params)
    await this.#store.run('noteBuilt', params)
  }

  async #dropUnnoted(): Promise<void> {
    for (const table of DERIVED) {
      const [row] = await this.#store.select<{ rows: number }>('countUnnoted', {}, { table })
      if (row && row.rows > 0) await this.#store.run('dropUnnotedRows', {}, { table })
    }
  }

  async #unmark(ofSites: string[], slices: number[]): Promise<void> {
    await this.#store.run('unmarkTouched', { ofSites, slices })
  }
}
