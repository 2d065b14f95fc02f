// The books as a flow: everything that was received, and where each part of it went.
import type { BooksAnswer } from '../../api/index.ts'
import { REASONS, type Reason } from '../../event/index.ts'
import { Flow, type FlowPart } from '../charts/flow.tsx'
import { count } from '../parts/format.ts'
import type { Tile } from './tile.ts'

export const booksTile: Tile<BooksAnswer> = {
  name: 'books',
  title: 'The books',
  about: (_scope, data) =>
    data?.balanced === false
      ? 'These books do not balance: something was lost inside. Run the self-check.'
      : 'Every record that was received, by the time of receipt, and where it went.',
  get: (ask, { site, tz, stretch }) =>
    ask<BooksAnswer>('/api/v1/books', { site, tz, from: stretch.from, to: stretch.to }),
  empty: ({ received }) => (received === 0 ? 'Nothing was received in this stretch of time.' : undefined),
  partial: ({ balanced }) =>
    balanced ? undefined : 'The books do not balance. This must not happen; please report it.',
  table: (books) => ({
    columns: [{ name: 'part' }, { name: 'records', kind: 'count' }, { name: 'meaning' }],
    rows: [
      ['received', books.received, 'copies and all'],
      ['counted', books.counted, 'net'],
      ['duplicate', books.duplicate, 'further copies of an event'],
      ...reasonsOf(books).map(([reason, events]) => [readable(reason), events, REASONS[reason as Reason]] as const),
      ['quarantined', books.quarantined, 'could not be read; kept'],
      ['erased', books.erased, 'gone at a visitor’s wish or by age'],
    ],
  }),
  draw: (books) => (
    <>
      <Flow label="Where received records went" whole={flowOf(books)} />
      <dl class="reasons">
        {reasonsOf(books).map(([reason, events]) => (
          <div key={reason}>
            <dt>
              {readable(reason)} <span class="soft">{count(events)}</span>
            </dt>
            <dd>{REASONS[reason as Reason]}</dd>
          </div>
        ))}
      </dl>
    </>
  ),
}

/** `not_in_list` as people read it. */
export function readable(reason: string): string {
  return reason.replaceAll('_', ' ')
}

function reasonsOf({ invalid }: BooksAnswer): [string, number][] {
  return Object.entries(invalid)
    .filter(([, events]) => events > 0)
    .sort(([, one], [, other]) => other - one)
}

function flowOf(books: BooksAnswer): FlowPart {
  const reasons = reasonsOf(books)
  const parts: FlowPart[] = [
    {
      name: 'Distinct events',
      count: books.counted + reasons.reduce((sum, [, events]) => sum + events, 0),
      parts: [
        { name: 'Net: counted', count: books.counted, tone: 'net' },
        ...reasons.map(([reason, events]) => ({ name: `Not counted: ${readable(reason)}`, count: events })),
      ],
    },
    { name: 'Duplicate copies', count: books.duplicate },
    { name: 'Quarantined', count: books.quarantined },
    { name: 'Erased', count: books.erased },
  ]
  return { name: 'Received', count: books.received, parts: parts.filter((part) => part.count > 0) }
}
