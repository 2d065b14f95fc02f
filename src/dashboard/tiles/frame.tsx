// The frame around each tile: its title, its downloads, and its state: loading, empty, failed, or with something missing.
import type { ComponentChildren, JSX } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import type { AskError } from '../api/client.ts'
import { Boundary } from '../parts/boundary.tsx'
import { FirstClick } from '../parts/first-click.tsx'
import { PlainTable } from '../parts/table.tsx'
import { Freshness } from '../state/freshness.ts'
import { Downloads } from './downloads.tsx'
import type { Scope, Tile } from './tile.ts'
import { useTile } from './use-tile.ts'

interface FrameProps {
  // biome-ignore lint/suspicious/noExplicitAny: the frame passes a tile's data on to the same tile
  tile: Tile<any>
  scope: Scope
  /** Of the grid: the whole width. */
  wide?: boolean
  /** No border and no title: a strip of figures. */
  bare?: boolean
}

export function Frame(props: FrameProps): JSX.Element {
  return (
    <Boundary what={`The tile ${props.tile.title}`} of={JSON.stringify(props.scope)}>
      <Framed {...props} />
    </Boundary>
  )
}

function Framed({ tile, scope, wide, bare }: FrameProps): JSX.Element {
  const { data, error, isStale, again } = useTile(tile, scope)
  const [asTable, setAsTable] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const empty = data === undefined ? undefined : tile.empty?.(data, scope)
  const freshness = useContext(Freshness)
  const partial =
    data === undefined || empty ? undefined : tile.partial?.(data, scope) || (scope.stretch.isLive && freshness)
  const table = data === undefined || empty || !tile.table ? undefined : () => tile.table!(data, scope)
  const titleId = `tile-${tile.name}`
  return (
    <section
      class={`tile${wide ? ' wide' : ''}${bare ? ' bare' : ''}`}
      aria-labelledby={titleId}
      aria-busy={!error && (data === undefined || isStale)}
      data-tile={tile.name}
      data-state={error ? 'error' : data === undefined ? 'loading' : empty ? 'empty' : partial ? 'partial' : 'ready'}
    >
      <header class={bare ? 'hidden' : undefined}>
        <div>
          <h2 id={titleId}>{tile.title}</h2>
          {tile.about && <p class="about">{tile.about(scope, data)}</p>}
        </div>
        {table && (
          <Downloads
            name={`${scope.site}-${tile.name}`}
            table={table}
            chart={body}
            asTable={asTable}
            onTable={() => setAsTable(!asTable)}
          />
        )}
      </header>
      {error && <Failure error={error} again={again} />}
      {partial && <p class="partial">{partial}</p>}
      <div class={`tile-body${isStale && data !== undefined ? ' stale' : ''}`} ref={body}>
        {content()}
      </div>
    </section>
  )

  function content(): ComponentChildren {
    if (data === undefined) return error ? null : <Skeleton />
    if (empty) return <FirstClick what={empty} scope={scope} />
    if (asTable && table) return <PlainTable table={table()} label={`${tile.title}, as a table`} tz={scope.tz} />
    return tile.draw(data, scope)
  }
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status">
      <span class="hidden">Loading …</span>
      <i />
      <i />
      <i />
    </div>
  )
}

function Failure({ error, again }: { error: AskError; again: () => void }): JSX.Element {
  return (
    <div class="failure" role="alert">
      <p>{error.message}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  )
}
