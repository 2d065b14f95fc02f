// The frame around each tile: its title, its downloads, and its state: loading, empty, failed, or with something missing.
import type { ComponentChildren, JSX } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import type { AskError } from '../api/client.ts'
import { Boundary } from '../parts/boundary.tsx'
import { FirstClick } from '../parts/first-click.tsx'
import { PlainTable } from '../parts/table.tsx'
import { Freshness } from '../state/freshness.ts'
import { Downloads } from './downloads.tsx'
import type { Face, Scope, Tile } from './tile.ts'
import { type TileState, useTile } from './use-tile.ts'

interface Place {
  scope: Scope
  /** Of the grid: the whole width. */
  wide?: boolean
  /** No title: a strip of figures, with its menu in the corner. */
  bare?: boolean
}

interface FrameProps extends Place {
  // biome-ignore lint/suspicious/noExplicitAny: the frame passes a tile's data on to the same tile
  tile: Tile<any>
}

/** A tile that gets its own data. */
export function Frame({ tile, ...place }: FrameProps): JSX.Element {
  return <FrameOf face={tile} state={useTile(tile, place.scope)} {...place} />
}

interface FrameOfProps<Data> extends Place {
  face: Face<Data>
  state: TileState<Data>
}

/** A tile whose data its view got. */
export function FrameOf<Data>(props: FrameOfProps<Data>): JSX.Element {
  return (
    <Boundary what={`The tile ${props.face.title}`} of={props.state.data} onAgain={props.state.again}>
      <Framed {...props} />
    </Boundary>
  )
}

function Framed<Data>({ face: tile, state, scope, wide, bare }: FrameOfProps<Data>): JSX.Element {
  const { data, error, isStale, again } = state
  const [asTable, setAsTable] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const empty = data === undefined ? undefined : tile.empty?.(data, scope)
  const freshness = useContext(Freshness)
  const partial =
    data === undefined || empty ? undefined : tile.partial?.(data, scope) || (scope.stretch.isLive && freshness)
  const hasRows = data !== undefined && data !== null && !empty && tile.table !== undefined
  const table = hasRows ? () => tile.table!(data, scope) : undefined
  const titleId = `tile-${tile.name}`
  return (
    <section
      class={`tile${wide ? ' wide' : ''}${bare ? ' bare' : ''}`}
      aria-labelledby={titleId}
      aria-busy={!error && (data === undefined || isStale)}
      data-tile={tile.name}
      data-state={error ? 'error' : data === undefined ? 'loading' : empty ? 'empty' : partial ? 'partial' : 'ready'}
    >
      <header>
        <div class={bare ? 'hidden' : undefined}>
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
      {tile.form?.(scope, data)}
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
