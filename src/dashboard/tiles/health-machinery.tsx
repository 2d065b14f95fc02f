// The backend: how far loading is, its disk, the logs it reads, and whether the books balance.
import type { HealthAnswer } from '../../api/index.ts'
import { count, span } from '../parts/format.ts'
import { bytesText, moment } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Scope, Tile } from './tile.ts'

export const machineryTile: Tile<HealthAnswer> = {
  name: 'machinery',
  title: 'The backend',
  get: (ask) => ask('/api/v1/health'),
  table: tableOf,
  draw: (health, scope) => <PlainTable table={tableOf(health, scope)} label="Figures of the backend" />,
}

function tableOf({ loader, machinery }: HealthAnswer, { tz }: Scope): Table {
  const rows: [string, string][] = [
    ['Reports are behind by', span(loader.lagMs)],
    ['An outage’s backlog reaches back', loader.backlogMs > 0 ? span(loader.backlogMs) : 'none'],
    ['Everything is in up to', moment(loader.watermark, tz)],
  ]
  if (machinery) {
    const { events, quarantined, retries, damagedBytes, freeBytes, books, logs } = machinery
    rows.push(
      ['Events loaded since its start', count(events)],
      ['Quarantined since its start', count(quarantined)],
      ['Inserts repeated since its start', count(retries)],
      ['Bytes of logs that are no records', count(damagedBytes)],
      ['Disk free', bytesText(freeBytes)],
      [
        'The books',
        books === null ? 'not checked yet' : books.unaccounted || books.unmatched ? 'DO NOT BALANCE' : 'balance',
      ],
      ...logs.map(({ log, newestAt }): [string, string] => [`Log ${log}, read up to`, moment(newestAt, tz)]),
    )
  }
  return { columns: [{ name: 'What' }, { name: 'Now' }], rows }
}
