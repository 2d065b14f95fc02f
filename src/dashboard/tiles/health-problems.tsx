// What is wrong right now, the worst first, each with what to do.
import type { HealthAnswer } from '../../api/index.ts'
import { span } from '../parts/format.ts'
import { moment } from '../parts/moment.ts'
import type { Tile } from './tile.ts'

export const problemsTile: Tile<HealthAnswer> = {
  name: 'problems',
  title: 'What is wrong',
  about: ({ tz }, health) => (health ? `As of ${moment(health.at, tz)} in ${tz}` : 'Right now'),
  get: (ask) => ask('/api/v1/health'),
  table: ({ problems }) => ({
    columns: [{ name: 'severity' }, { name: 'what' }, { name: 'what to do' }],
    rows: problems.map(({ severity, what, todo }) => [severity, what, todo]),
  }),
  draw: ({ problems, loader }) =>
    problems.length === 0 ? (
      <p class="fine">
        <b>Nothing.</b> What was received is in reports{' '}
        {loader.lagMs < 1_000 ? 'within a second' : `after ${span(loader.lagMs)}`}.
      </p>
    ) : (
      <ul class="problems">
        {problems
          .toSorted((a, b) => a.severity.localeCompare(b.severity))
          .map(({ severity, what, todo }) => (
            <li key={what} data-severity={severity}>
              <p>
                <b>{severity === 'bad' ? 'Act now: ' : 'Look today: '}</b>
                {what}
              </p>
              <p class="soft">{todo}</p>
            </li>
          ))}
      </ul>
    ),
}
