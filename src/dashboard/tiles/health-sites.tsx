// Sites beside their usual level for this hour of the week: one that fell silent has perhaps lost the tag.
import type { HealthAnswer } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

const WORDS: Readonly<Record<HealthAnswer['sites'][number]['state'], string>> = {
  usual: 'as usual',
  low: 'LOW',
  silent: 'SILENT',
  new: 'too new to tell',
}

export const levelsTile: Tile<HealthAnswer> = {
  name: 'levels',
  title: 'Sites, in the last hour',
  about: () => 'Usual: the median of the same hour in the last four weeks',
  get: (ask) => ask('/api/v1/health'),
  table: tableOf,
  draw: (health, scope) => <PlainTable table={tableOf(health)} label="Each site" tz={scope.tz} />,
}

function tableOf({ sites }: HealthAnswer): Table {
  return {
    columns: [
      { name: 'Site' },
      { name: 'Level' },
      { name: 'Received', kind: 'count' },
      { name: 'Usual', kind: 'count' },
      { name: 'Last received', kind: 'time', to: 'second' },
    ],
    rows: sites.map(({ site, state, observed, usual, lastAt }) => [
      site,
      WORDS[state],
      observed,
      usual,
      isoTime(lastAt),
    ]),
  }
}
