// Figures that were read before and changed since: by a new judgement, with the old figure beside the new one.
import type { RestatementsAnswer } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

export const restatementsTile: Tile<RestatementsAnswer> = {
  name: 'restatements',
  title: 'Restatements',
  about: () => 'Figures of this stretch that a later judgement changed.',
  get: (ask, { site, tz, stretch }) =>
    ask<RestatementsAnswer>('/api/v1/restatements', { site, tz, from: stretch.from, to: stretch.to }),
  table: tableOf,
  draw: (answer, scope) =>
    answer.restatements.length === 0 ? (
      <p class="soft">None: these figures are as they were first told.</p>
    ) : (
      <PlainTable label="Figures that changed" table={tableOf(answer)} tz={scope.tz} />
    ),
}

function tableOf({ restatements }: RestatementsAnswer): Table {
  return {
    columns: [
      { name: 'day (UTC)' },
      { name: 'of' },
      { name: 'before', kind: 'count' },
      { name: 'now', kind: 'count' },
      { name: 'judged again', kind: 'time' },
    ],
    rows: restatements.map((row) => [row.day, row.type, row.netBefore, row.netAfter, isoTime(row.run)]),
  }
}
