// Keys: what programs and people get in with; made, rotated and ended here. A key is shown once.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { KeysAnswer, MadeKey } from '../../api/index.ts'
import { type AskError, send } from '../api/client.ts'
import { Copy } from '../parts/copy.tsx'
import { Ending } from '../parts/ending.tsx'
import { dayText } from '../parts/moment.ts'
import type { Scope, Tile } from './tile.ts'

export const keysTile: Tile<KeysAnswer> = {
  name: 'keys',
  title: 'Keys',
  about: ({ site }) =>
    `Those that reach ${site}. A new one beside the old one, then revoke the old one: nobody is shut out`,
  get: (ask) => ask('/api/v1/keys'),
  draw: ({ keys }, scope) => {
    const ours = keys.filter(({ sites }) => sites === '*' || sites.includes(scope.site))
    return <Keys keys={ours.toReversed()} scope={scope} />
  },
}

function Keys({ keys, scope }: { keys: KeysAnswer['keys']; scope: Scope }): JSX.Element {
  const [made, setMade] = useState<MadeKey>()
  const [trouble, setTrouble] = useState('')
  const make = (path: string, body?: object): void => {
    send<MadeKey>('POST', path, body).then(
      (key) => {
        setMade(key)
        setTrouble('')
      },
      (error: AskError) => setTrouble(error.message),
    )
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const kind = new FormData(event.currentTarget as HTMLFormElement).get('kind')
    make('/api/v1/keys', { kind, sites: [scope.site] })
  }
  return (
    <>
      <form class="line" onSubmit={submit} aria-label="Make a key">
        <label>
          A new key that may
          <select name="kind">
            <option value="read">read</option>
            <option value="write">send events</option>
            <option value="signing">sign lists</option>
            <option value="admin">administer</option>
          </select>
        </label>
        <button type="submit">Make it</button>
        <p class="trouble" role="alert">
          {trouble}
        </p>
        {made && (
          <div class="made" role="status">
            <p>
              The {made.kind} key <code>{made.id}</code>, shown this once:
            </p>
            <Copy text={made.key} label="the key" />
          </div>
        )}
      </form>
      <section class="scroll" tabIndex={0} aria-label="List of keys">
        <table>
          <thead>
            <tr>
              {['Key', 'May', 'Sites', 'Made', 'State'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keys.map(({ id, kind, sites, createdAt, revokedAt }) => (
              <tr key={id}>
                <td>
                  <code>{id}</code>
                </td>
                <td>{kind}</td>
                <td>{sites === '*' ? 'all' : sites.join(', ')}</td>
                <td>{dayText(createdAt, scope.tz)}</td>
                <td>
                  {revokedAt ? (
                    `revoked ${dayText(revokedAt, scope.tz)}`
                  ) : (
                    <>
                      <button
                        type="button"
                        onClick={() => make(`/api/v1/keys/${id}/rotate`)}
                        aria-label={`Rotate the key ${id}`}
                      >
                        Rotate
                      </button>{' '}
                      <Ending path={`/api/v1/keys/${id}`} word="Revoke" what={`the key ${id}`} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
