// Each copy of an event as it was received: when, by which datacenter and transport, at which try.
import type { Copy } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import type { Table } from '../parts/table.tsx'

/** Times to the millisecond: copies may be that close. */
export function copiesTable(copies: readonly Copy[]): Table {
  return {
    columns: [
      { name: 'received', kind: 'time', to: 'millisecond' },
      { name: 'datacenter' },
      { name: 'transport' },
      { name: 'tries before', kind: 'count' },
      { name: 'record' },
      { name: 'is' },
    ],
    rows: copies.map((copy, at) => [
      isoTime(copy.receivedAt),
      copy.datacenter,
      copy.via || null,
      copy.retries,
      `${copy.log}, ${copy.sequence}`,
      at === 0 ? 'the one that counts' : 'a duplicate',
    ]),
  }
}
