// What the address narrows figures down to: each as a link that takes it away; what this view does not take is struck through, and says so.
import type { JSX } from 'preact'
import { FILTERS } from '../state/filters.ts'
import { hrefOf } from '../state/place.ts'
import type { Scope } from '../tiles/tile.ts'

export function Chips({ scope }: { scope: Scope }): JSX.Element | null {
  const chosen = FILTERS.filter((name) => scope.place[name])
  if (chosen.length === 0) return null
  return (
    <ul class="chips" aria-label="Filters">
      {chosen.map((name) => {
        const value = scope.place[name]
        const isTaken = scope.filters[name] !== undefined
        const words = (
          <>
            <span>{name}</span> {value}
          </>
        )
        return (
          <li key={name}>
            <a href={hrefOf({ [name]: undefined })} aria-label={`Remove the filter ${name} ${value}`}>
              {isTaken ? words : <s>{words}</s>} <i aria-hidden="true">×</i>
            </a>
            {!isTaken && <small>not here: these figures are of every {name}</small>}
          </li>
        )
      })}
    </ul>
  )
}
