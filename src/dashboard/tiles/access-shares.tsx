// Shared links: who may see this site without signing in; made, copied and ended here.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { MadeShare, SharesAnswer } from '../../api/index.ts'
import { type AskError, send } from '../api/client.ts'
import { Copy } from '../parts/copy.tsx'
import { Ending } from '../parts/ending.tsx'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Scope, Tile } from './tile.ts'

export const sharesTile: Tile<SharesAnswer> = {
  name: 'shares',
  title: 'Shared links',
  about: ({ site }) => (
    <>
      Whoever holds a link reads <bdi>{site}</bdi>: figures and the latest events, no visitor, no export
    </>
  ),
  get: (ask) => ask('/api/v1/shares'),
  form: (scope, answer) => <NewShare site={scope.site} views={answer?.views ?? []} />,
  table: (answer, scope) => tableOf(ofSite(answer, scope)),
  draw: (answer, scope) => <List shares={ofSite(answer, scope)} scope={scope} />,
}

function NewShare({ site, views }: { site: string; views: SharesAnswer['views'] }): JSX.Element {
  const [made, setMade] = useState<string>()
  const [trouble, setTrouble] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const view = String(form.get('view'))
    const embed = String(form.get('embed'))
      .split(/[\s,]+/)
      .filter(Boolean)
    const asked = { site, days: Number(form.get('days')), embed, ...(view !== '' && { view }) }
    send<MadeShare>('POST', '/api/v1/shares', asked).then(
      ({ path }) => {
        setMade(location.origin + path)
        setTrouble('')
      },
      (error: AskError) => setTrouble(error.message),
    )
  }
  return (
    <form class="line" onSubmit={submit} aria-label="Share">
      <label>
        Shows
        <select name="view">
          <option value="">all views</option>
          {views.map((view) => (
            <option key={view} value={view}>
              {view}
            </option>
          ))}
        </select>
      </label>
      <label>
        for
        <select name="days">
          {[1, 7, 30, 90, 366].map((days) => (
            <option key={days} value={days} selected={days === 30}>
              {days === 1 ? 'a day' : `${days} days`}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        in frames of (none otherwise)
        <input name="embed" placeholder="https://www.shop.example" maxLength={2_000} />
      </label>
      <button type="submit" class="primary">
        Share
      </button>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      {made && (
        <div class="made" role="status">
          <p>The link, shown this once. What stands behind its # is sent to no server:</p>
          <Copy text={made} label="the link" />
        </div>
      )}
    </form>
  )
}

function List({ shares, scope }: { shares: SharesAnswer['shares']; scope: Scope }): JSX.Element {
  if (shares.length === 0) return <p class="soft">No link was shared yet.</p>
  return (
    <PlainTable
      table={tableOf(shares)}
      label="List of shared links"
      tz={scope.tz}
      actions={(row) => {
        const { id, state } = shares[row]!
        return state === 'live' && <Ending path={`/api/v1/shares/${id}`} word="Revoke" what={`the link ${id}`} />
      }}
    />
  )
}

/** Those of this site, the newest first. */
function ofSite({ shares }: SharesAnswer, scope: Scope): SharesAnswer['shares'] {
  return shares.filter(({ site }) => site === scope.site).toReversed()
}

function tableOf(shares: SharesAnswer['shares']): Table {
  return {
    columns: [
      { name: 'Link' },
      { name: 'Shows' },
      { name: 'In frames of' },
      { name: 'Made', kind: 'time', to: 'day' },
      { name: 'By' },
      { name: 'Ends', kind: 'time', to: 'day' },
      { name: 'State' },
    ],
    rows: shares.map(({ id, view, embed, createdBy, createdAt, expiresAt, state }) => [
      id,
      view ?? 'all views',
      embed.join(' '),
      isoTime(createdAt),
      createdBy,
      isoTime(expiresAt),
      state,
    ]),
  }
}
