// Who is signed in now.
import type { JSX } from 'preact'
import type { SessionsAnswer } from '../../api/index.ts'
import { Ending } from '../parts/ending.tsx'
import { moment } from '../parts/moment.ts'
import type { Scope, Tile } from './tile.ts'

export const sessionsTile: Tile<SessionsAnswer> = {
  name: 'sessions',
  title: 'Signed in',
  about: () => 'By a key or by the identity provider; a session ends with its key, or after 12 hours',
  get: (ask) => ask('/api/v1/sessions'),
  draw: ({ sessions }, scope) => <List sessions={sessions.toReversed()} scope={scope} />,
}

function List({ sessions, scope }: { sessions: SessionsAnswer['sessions']; scope: Scope }): JSX.Element {
  if (sessions.length === 0) return <p class="soft">Nobody: programs send a key with each request.</p>
  return (
    <section class="scroll" tabIndex={0} aria-label="List of sessions">
      <table>
        <thead>
          <tr>
            {['Who', 'May', 'Since', 'State'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, who, right, startedAt }) => (
            <tr key={id}>
              <td>{who}</td>
              <td>{right}</td>
              <td>{moment(startedAt, scope.tz)}</td>
              <td>
                <Ending path={`/api/v1/sessions/${id}`} word="End" what={`the session of ${who}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
