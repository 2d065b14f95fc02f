// Builds slices of the rolled-up tables that something has touched, a few at a time.
// Promises: a crash at any point leaves every answer exact: until its last step a slice counts as touched, and readers compute it from the events.
// Holds the store's lock for what REBUILD_EVENTS_MAX events take. Does not: decide when.
import { type Clock, systemClock } from '../platform/index.ts'
import { QUERY_SECONDS_MAX, REBUILD_EVENTS_MAX, REBUILD_SLICES_FIRST, REBUILD_SLICES_MAX } from './limits.ts'
import { builtRows, PART_COLUMNS, ROLLUP_COLUMNS } from './rollups.ts'
import { idRanges, type Slice, touchedSlices } from './slices.ts'
import { statement } from './statements.ts'
import type { Store } from './store.ts'

const DERIVED: readonly string[] = ['rollups', 'outboxParts']

export class Rebuilder {
  readonly #store: Store
  readonly #clock: Clock
  /** Slices of the next turn: as many as should hold REBUILD_EVENTS_MAX events. */
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
      const found = await touchedSlices(this.#store, { place: 'true', sites: [] }, this.#slices + 1)
      const slices = await this.#fitting(found.slice(0, this.#slices))
      if (slices.length === 0) return false
      if (!this.#isTidy) await this.#dropUnnoted()
      this.#isTidy = false
      const names = { ofSites: slices.map(({ site }) => site), slices: slices.map(({ slice }) => slice) }
      await this.#build(names, idRanges(slices))
      const isAll = found.length === slices.length
      await this.#store.run(isAll ? 'unmarkAll' : 'unmarkTouched', isAll ? {} : names)
      this.#isTidy = true
      return !isAll
    })
  }

  /** As many of these as hold REBUILD_EVENTS_MAX events, one at least. */
  async #fitting(slices: readonly Slice[]): Promise<readonly Slice[]> {
    if (slices.length === 0) return slices
    const [row] = await this.#store.select<{ events: number }>(
      'countBetween',
      { sites: [...new Set(slices.map(({ site }) => site))] },
      { ids: idRanges(slices) },
    )
    const share = REBUILD_EVENTS_MAX / Math.max(1, row?.events ?? 0)
    this.#slices = Math.min(REBUILD_SLICES_MAX, Math.max(1, Math.floor(slices.length * Math.min(2, share))))
    return share >= 1 ? slices : slices.slice(0, this.#slices)
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

  async #build(names: { ofSites: string[]; slices: number[] }, ids: string): Promise<void> {
    const [next] = await this.#store.select<{ build: number }>('nextBuild')
    const params = { build: next?.build ?? 1, ...names, sites: [...new Set(names.ofSites)] }
    const which = `site IN {sites:Array(String)} AND ${ids} AND (toString(site), slice) IN (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})))`
    await this.#store.run('buildSlices', params, { table: 'rollups', columns: ROLLUP_COLUMNS, rows: builtRows(which) })
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
}
