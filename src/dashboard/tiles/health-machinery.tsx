// The backend: how far loading is, its disk, the logs it reads, and whether the books balance.
import type { HealthAnswer } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import { type Cell, type Column, type Table, UprightTable } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

export const machineryTile: Tile<HealthAnswer> = {
  name: 'machinery',
  title: 'The backend',
  get: (ask) => ask('/api/v1/health'),
  table: tableOf,
  draw: (health, scope) => <UprightTable table={tableOf(health)} label="Figures of the backend" tz={scope.tz} />,
}

/** One row: each figure is a column, with a kind of its own. */
function tableOf({ loader, machinery }: HealthAnswer): Table {
  const facts: [Column, Cell][] = [
    [{ name: 'Reports are behind by', kind: 'ms' }, loader.lagMs],
    [{ name: 'An outage’s backlog reaches back', kind: 'ms' }, loader.backlogMs],
    [{ name: 'Everything is in up to', kind: 'time', to: 'second' }, isoTime(loader.watermark)],
  ]
  if (machinery) {
    const { events, quarantined, retries, damagedBytes, freeBytes, books, logs } = machinery
    facts.push(
      [{ name: 'Events loaded since its start', kind: 'count' }, events],
      [{ name: 'Quarantined since its start', kind: 'count' }, quarantined],
      [{ name: 'Inserts repeated since its start', kind: 'count' }, retries],
      [{ name: 'Of its logs, no records', kind: 'bytes' }, damagedBytes],
      [{ name: 'Disk free', kind: 'bytes' }, freeBytes],
      [{ name: 'The books' }, booksText(books)],
      ...logs.map(({ log, newestAt }): [Column, Cell] => [
        { name: `Log ${log}, read up to`, kind: 'time', to: 'second' },
        isoTime(newestAt),
      ]),
    )
  }
  return { columns: facts.map(([column]) => column), rows: [facts.map(([, cell]) => cell)] }
}

function booksText(books: NonNullable<HealthAnswer['machinery']>['books']): string {
  if (books === null) return 'not checked yet'
  return books.unaccounted || books.unmatched ? 'DO NOT BALANCE' : 'balance'
}
