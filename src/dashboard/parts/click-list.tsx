// The latest clicks, one a line: when, what, where, and how each came in.
import type { JSX } from 'preact'
import { shareToken } from '../api/link.ts'
import type { LiveClick } from '../state/click-tape.ts'
import { hrefOf } from '../state/place.ts'
import { clock, named, span } from './format.ts'

export function ClickList({ clicks, tz }: { clicks: readonly LiveClick[]; tz: string }): JSX.Element {
  // A shared link tells no single event's story.
  const canExplain = shareToken() === undefined
  return (
    <section class="scroll" tabIndex={0} aria-label="The latest clicks">
      <table class="clicks">
        <thead>
          <tr>
            <th scope="col">happened</th>
            <th scope="col">item</th>
            <th scope="col">placement</th>
            <th scope="col">variant</th>
            <th scope="col">by</th>
            <th scope="col">came in</th>
          </tr>
        </thead>
        <tbody>
          {clicks.map((click) => (
            <tr key={click.id} class={`is-${click.kind}${click.isFresh ? ' fresh' : ''}`}>
              <td class="number-left">{clock(click.at, tz)}</td>
              <td class="item">
                {canExplain ? (
                  <a href={hrefOf({ view: 'books', event: click.id })}>{named(click.item)}</a>
                ) : (
                  named(click.item)
                )}
              </td>
              <td>
                <bdi>{named(click.placement)}</bdi>
                {click.position > 0 && <span class="soft"> · {click.position}</span>}
              </td>
              <td>{named(click.variant)}</td>
              <td>{click.datacenter.toUpperCase()}</td>
              <td class="arrival">{arrival(click)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function arrival({ kind, waitedMs, verdict }: LiveClick): string {
  if (kind === 'none') return `not counted: ${verdict.replaceAll('_', ' ')}`
  return kind === 'recovered' ? `recovered after ${span(waitedMs)}` : 'at once'
}
