// What could not be read, by what was wrong with it. It is kept, and can be read again after a fix.
import type { QuarantineAnswer } from '../../api/index.ts'
import { ERRORS, type ErrorCode } from '../../event/index.ts'
import { plural } from '../parts/format.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

const tileOf = (everySite: boolean): Tile<QuarantineAnswer> => ({
  name: 'quarantine',
  title: 'Quarantine',
  about: (_scope, data) => {
    const held = data?.counts.reduce((sum, one) => sum + one.held, 0) ?? 0
    const whose = everySite ? ' Of all sites, and of none that can be read.' : ''
    return held === 0
      ? 'What cannot be read is kept here.'
      : `${plural(held, 'thing')} could not be read, and kept.${whose}`
  },
  get: (ask, { site }) => ask<QuarantineAnswer>('/api/v1/quarantine', everySite ? {} : { site }),
  table: tableOf,
  draw: (answer, { tz }) =>
    answer.counts.length === 0 ? (
      <p class="soft">Nothing: everything that came in could be read.</p>
    ) : (
      <PlainTable label="What is held, by fault" table={tableOf(answer)} tz={tz} />
    ),
})

/** Of the site. */
export const quarantineTile: Tile<QuarantineAnswer> = tileOf(false)
/** For keys of all sites: of all, and what names none that can be read, which nobody would see otherwise. */
export const quarantineOfAllTile: Tile<QuarantineAnswer> = tileOf(true)

function tableOf({ counts }: QuarantineAnswer): Table {
  return {
    columns: [{ name: 'what was wrong' }, { name: 'held', kind: 'count' }],
    rows: counts.map(({ code, held }) => [ERRORS[code as ErrorCode]?.[1] ?? code, held]),
  }
}
