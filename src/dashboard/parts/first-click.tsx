// What an empty tile says: that there is nothing, and how to get the first click.
import type { JSX } from 'preact'
import { hrefOf } from '../state/place.ts'
import type { Scope } from '../tiles/tile.ts'

export function FirstClick({ what, scope }: { what: string; scope: Scope }): JSX.Element {
  const isFiltered = Object.keys(scope.filters).length > 0
  return (
    <div class="empty">
      <p>
        <strong>{what}</strong>
      </p>
      {isFiltered ? (
        <p>
          Some filters are set. <a href={hrefOf(cleared(scope))}>Show everything</a>
        </p>
      ) : (
        <p>
          Look at a longer stretch of time, or get the first click: put the tag on a page of <bdi>{scope.site}</bdi>,
          open it, and follow a recommended link. It shows here within a second or two.
        </p>
      )}
    </div>
  )
}

function cleared({ filters }: Scope): Record<string, undefined> {
  return Object.fromEntries(Object.keys(filters).map((name) => [name, undefined]))
}
