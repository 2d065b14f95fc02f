// What could not be read, by what was wrong with it. It is kept, and can be read again after a fix.
import type { QuarantineAnswer } from '../../api/index.ts'
import { ERRORS, type ErrorCode } from '../../event/index.ts'
import { plural } from '../parts/format.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

export const quarantineTile: Tile<QuarantineAnswer> = {
  name: 'quarantine',
  title: 'Quarantine',
  about: (_scope, data) => {
    const held = data?.counts.reduce((sum, one) => sum + one.held, 0) ?? 0
    return held === 0 ? 'What cannot be read is kept here.' : `${plural(held, 'thing')} could not be read, and kept.`
  },
  get: (ask, { site }) => ask<QuarantineAnswer>('/api/v1/quarantine', { site }),
  table: tableOf,
  draw: (answer, { tz }) =>
    answer.counts.length === 0 ? (
      <p class="soft">Nothing: everything that came in could be read.</p>
    ) : (
      <PlainTable label="What is held, by fault" table={tableOf(answer)} tz={tz} />
    ),
}

function tableOf({ counts }: QuarantineAnswer): Table {
  return {
    columns: [{ name: 'what was wrong' }, { name: 'held', kind: 'count' }],
    rows: counts.map(({ code, held }) => [ERRORS[code as ErrorCode]?.[1] ?? code, held]),
  }
}
