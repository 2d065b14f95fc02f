// The head of a view: what it is, of which site and stretch, in which time zone, narrowed down to what.
import type { JSX } from 'preact'
import type { Me } from '../api/answers.ts'
import { go } from '../state/place.ts'
import { PRESETS, presetOf, stretchText } from '../state/range.ts'
import type { Scope } from '../tiles/tile.ts'
import type { View } from '../views/view.ts'
import { Chips } from './chips.tsx'
import { DatePair } from './date-pair.tsx'

interface MastheadProps {
  view: View
  scope: Scope
  me: Me
}

export function Masthead({ view, scope, me }: MastheadProps): JSX.Element {
  return (
    <header class="masthead">
      <div class="masthead-words">
        <h1>{view.title}</h1>
        <p>
          {view.hasStretch ? (
            <>
              <b>{stretchText(scope.stretch, scope.tz)}</b> <span class="soft">in {scope.tz}</span>
            </>
          ) : (
            view.about
          )}
        </p>
      </div>
      <div class="choices">
        <label>
          <span class="hidden">Site</span>
          <select value={scope.site} onChange={(event) => go({ site: event.currentTarget.value })}>
            {me.sites.map(({ site }) => (
              <option key={site} value={site}>
                {site}
              </option>
            ))}
          </select>
        </label>
        {view.hasStretch && <StretchChoice scope={scope} />}
      </div>
      {view.hasStretch && <Chips scope={scope} />}
    </header>
  )
}

function StretchChoice({ scope }: { scope: Scope }): JSX.Element {
  const { place } = scope
  const isCustom = place.from !== undefined
  const value = isCustom ? 'custom' : presetOf(place).id
  const choose = (id: string): void => {
    const { from, to } = scope.stretch
    if (id !== 'custom') go({ range: id, from: undefined, to: undefined })
    else go({ range: undefined, from: from.slice(0, 10), to: from.includes('T') ? to.slice(0, 10) : lastDay(to) })
  }
  return (
    <>
      <label>
        <span class="hidden">Stretch of time</span>
        <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
          {PRESETS.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="custom">From … to …</option>
        </select>
      </label>
      {isCustom && <DatePair place={place} />}
    </>
  )
}

/** The last day that a stretch includes. */
function lastDay(to: string): string {
  return new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
