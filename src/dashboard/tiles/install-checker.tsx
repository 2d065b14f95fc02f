// The live checker: open the shop, follow a recommended link, and see the click arrive, or read why it does not count.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CheckAnswer } from '../../api/index.ts'
import { isoTime, moment } from '../parts/moment.ts'
import type { Table } from '../parts/table.tsx'
import { go } from '../state/place.ts'
import type { Scope, Tile } from './tile.ts'

export const checkerTile: Tile<CheckAnswer> = {
  name: 'checker',
  title: 'Does it work?',
  about: () => 'Open a page of the site and follow a recommended link; what arrives stands below within a few seconds',
  again: 4_100,
  get: (ask, { site, place }) => ask('/api/v1/check', { site, since: place.since }),
  form: (scope, found) => <Shop scope={scope} since={found?.at} />,
  table: tableOf,
  draw: (found, scope) => <Arrived found={found} scope={scope} hasShop={addressOf(scope) !== undefined} />,
}

function addressOf({ place: { shop } }: Scope): string | undefined {
  return shop !== undefined && /^https?:\/\//i.test(shop) ? shop : undefined
}

function tableOf({ events, unread }: CheckAnswer): Table {
  const names = ['type', 'item', 'placement', 'verdict', 'explanation', 'transport', 'datacenter', 'event']
  return {
    columns: [{ name: 'received', kind: 'time', to: 'second' }, ...names.map((name) => ({ name }))],
    rows: [
      ...unread.map(({ receivedAt, code, explanation }) => [
        ...[isoTime(receivedAt), null, null, null],
        ...['could not be read', `${code}: ${explanation}`, null, null, null],
      ]),
      ...events.map(({ id, type, item, placement, receivedAt, verdict, explanation, via, datacenter }) => [
        ...[isoTime(receivedAt), type, item, placement],
        ...[verdict, explanation, via, datacenter, id],
      ]),
    ],
  }
}

/** @param since ISO 8601, of the last answer: what arrives after it is of this shop. */
function Shop({ scope, since }: { scope: Scope; since: string | undefined }): JSX.Element {
  const address = addressOf(scope)
  const [framed, setFramed] = useState(false)
  const open = (event: SubmitEvent): void => {
    event.preventDefault()
    const shop = String(new FormData(event.currentTarget as HTMLFormElement).get('shop')).trim()
    go({ shop: /^https?:\/\//i.test(shop) ? shop : `https://${shop}`, since }, 'replace')
    setFramed(true)
  }
  return (
    <>
      <form class="line" onSubmit={open}>
        <label for="shop">Address of a page with the tag</label>
        <input
          id="shop"
          name="shop"
          required
          maxLength={2_000}
          defaultValue={address ?? ''}
          placeholder="https://www.shop.example/"
        />
        <button type="submit" class="primary">
          Open in a frame
        </button>
        {address && (
          <a class="button" href={address} target="_blank" rel="noopener noreferrer">
            Open in a tab
          </a>
        )}
      </form>
      {address && framed && (
        <iframe
          class="shop"
          src={address}
          title={`The shop at ${address}`}
          sandbox="allow-scripts allow-same-origin allow-forms allow-popups"
        />
      )}
    </>
  )
}

function Arrived({ found, scope, hasShop }: { found: CheckAnswer; scope: Scope; hasShop: boolean }): JSX.Element {
  const { events, unread } = found
  if (events.length === 0 && unread.length === 0) return <Nothing hasShop={hasShop} />
  return (
    <ul class="arrivals" aria-label="What arrived" aria-live="polite">
      {unread.map(({ receivedAt, code, explanation }) => (
        <li key={receivedAt + code} data-verdict="unread">
          <b>Could not be read</b>
          <span>{moment(receivedAt, scope.tz)}</span>
          <p class="soft">
            {code}: {explanation}
          </p>
        </li>
      ))}
      {events.map(({ id, type, item, placement, receivedAt, verdict, explanation, via, datacenter }) => (
        <li key={id} data-verdict={verdict === 'counted' ? 'counted' : 'invalid'}>
          <b>
            {verdict === 'counted' ? '✓' : '✗'} {type} <bdi>{item}</bdi>
          </b>
          <span>
            {moment(receivedAt, scope.tz)} by {via || 'API'} in {datacenter}
          </span>
          <p class="soft">
            {verdict !== 'counted' ? (
              `Does not count (${verdict}): ${explanation}`
            ) : placement ? (
              <>
                Counts, in <bdi>{placement}</bdi>.
              </>
            ) : (
              'Counts.'
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Nothing({ hasShop }: { hasShop: boolean }): JSX.Element {
  return (
    <div class="empty" role="status">
      <p>
        <strong>{hasShop ? 'Nothing has arrived yet.' : 'Nothing arrived in the last quarter of an hour.'}</strong>
      </p>
      <p>
        If it stays so: some shops refuse to stand in a frame, so open it in a tab. Is the snippet in the page's source,
        and
        <code> data-wayside </code> around the list? Does the console name the Content Security Policy? Is the tag
        switched off, by <code>localStorage.wayside</code> or the page's <code>meta</code>?
      </p>
    </div>
  )
}
