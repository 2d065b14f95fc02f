// Each copy of an event as it was received: when, by which datacenter and transport, at which try.
import type { JSX } from 'preact'
import type { Copy } from '../../api/index.ts'
import { PlainTable } from '../parts/table.tsx'

export function Copies({ copies, tz }: { copies: readonly Copy[]; tz: string }): JSX.Element {
  return (
    <PlainTable
      label="Copies received"
      table={{
        columns: [
          { name: 'received' },
          { name: 'datacenter' },
          { name: 'transport' },
          { name: 'tries before', kind: 'count' },
          { name: 'record' },
          { name: 'is' },
        ],
        rows: copies.map((copy, at) => [
          exact(copy.receivedAt, tz),
          copy.datacenter,
          copy.via || '–',
          copy.retries,
          `${copy.log}, ${copy.sequence}`,
          at === 0 ? 'the one that counts' : 'a duplicate',
        ]),
      }}
    />
  )
}

/** To the millisecond: copies may be that close. */
function exact(time: string, tz: string): string {
  return new Date(time).toLocaleString('en-GB', {
    timeZone: tz,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
}
