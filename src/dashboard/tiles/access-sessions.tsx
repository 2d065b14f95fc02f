// Who is signed in now.
import type { SessionsAnswer } from '../../api/index.ts'
import { Ending } from '../parts/ending.tsx'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

export const sessionsTile: Tile<SessionsAnswer> = {
  name: 'sessions',
  title: 'Signed in',
  about: () => 'By a key or by the identity provider; a session ends with its key, or after 12 hours',
  get: (ask) => ask('/api/v1/sessions'),
  table: tableOf,
  draw: (answer, { tz }) =>
    answer.sessions.length === 0 ? (
      <p class="soft">Nobody: programs send a key with each request.</p>
    ) : (
      <PlainTable
        table={tableOf(answer)}
        label="List of sessions"
        tz={tz}
        actions={(row) => {
          const { id, who } = newestFirst(answer)[row]!
          return <Ending path={`/api/v1/sessions/${id}`} word="End" what={`the session of ${who}`} />
        }}
      />
    ),
}

function newestFirst({ sessions }: SessionsAnswer): SessionsAnswer['sessions'] {
  return sessions.toReversed()
}

function tableOf(answer: SessionsAnswer): Table {
  return {
    columns: [{ name: 'Who' }, { name: 'May' }, { name: 'Since', kind: 'time', to: 'second' }],
    rows: newestFirst(answer).map(({ who, right, startedAt }) => [who, right, isoTime(startedAt)]),
  }
}
