// Keys: what programs and people get in with; made, rotated and ended here. A key is shown once.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { KeysAnswer, MadeKey } from '../../api/index.ts'
import { type AskError, send } from '../api/client.ts'
import { Copy } from '../parts/copy.tsx'
import { Ending } from '../parts/ending.tsx'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Scope, Tile } from './tile.ts'

type KeyFacts = KeysAnswer['keys']

export const keysTile: Tile<KeysAnswer> = {
  name: 'keys',
  title: 'Keys',
  about: ({ site }) => (
    <>
      Those that reach <bdi>{site}</bdi>. A new one beside the old one, then revoke the old one: nobody is shut out
    </>
  ),
  get: (ask) => ask('/api/v1/keys'),
  table: (answer, scope) => tableOf(ofSite(answer, scope)),
  draw: (answer, scope) => <Keys keys={ofSite(answer, scope)} scope={scope} />,
}

/** Those that reach this site, the newest first. */
function ofSite({ keys }: KeysAnswer, scope: Scope): KeyFacts {
  return keys.filter(({ sites }) => sites === '*' || sites.includes(scope.site)).toReversed()
}

function tableOf(keys: KeyFacts): Table {
  return {
    columns: [
      { name: 'Key' },
      { name: 'May' },
      { name: 'Sites' },
      { name: 'Made', kind: 'time', to: 'day' },
      { name: 'Revoked', kind: 'time', to: 'day' },
    ],
    rows: keys.map(({ id, kind, sites, createdAt, revokedAt }) => [
      id,
      kind,
      sites === '*' ? 'all' : sites.join(', '),
      isoTime(createdAt),
      isoTime(revokedAt),
    ]),
  }
}

function Keys({ keys, scope }: { keys: KeyFacts; scope: Scope }): JSX.Element {
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
      <PlainTable
        table={tableOf(keys)}
        label="List of keys"
        tz={scope.tz}
        actions={(row) => {
          const { id, revokedAt } = keys[row]!
          if (revokedAt) return null
          return (
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
          )
        }}
      />
    </>
  )
}
