// Live: clicks as they come in, how fast and how late, by which datacenter; those that waited out an outage in amber.
import type { JSX } from 'preact'
import { type Clicks, useClicks } from '../state/use-clicks.ts'
import { useNow } from '../state/use-now.ts'
import { FrameOf } from '../tiles/frame.tsx'
import { arrivalsFace } from '../tiles/live-arrivals.tsx'
import type { LiveData } from '../tiles/live-clicks.ts'
import { latestFace } from '../tiles/live-latest.tsx'
import { ratesFace } from '../tiles/live-rates.tsx'
import type { Scope } from '../tiles/tile.ts'
import type { TileState } from '../tiles/use-tile.ts'
import type { View } from './view.ts'

const TICK_MS = 1_000

export const live: View = {
  id: 'live',
  title: 'Live',
  about: 'Clicks as they come in, and those that an outage held up.',
  isShared: true,
  hasStretch: false,
  draw: ({ scope }) => <Live scope={scope} />,
}

function Live({ scope }: { scope: Scope }): JSX.Element {
  const told = useClicks(scope.site)
  const now = useNow(TICK_MS)
  const state = stateOf(told, now)
  return (
    <div class="live-view">
      <Connection told={told} />
      <div class="tiles">
        <FrameOf face={ratesFace} state={state} scope={scope} wide bare />
        <FrameOf face={arrivalsFace} state={state} scope={scope} wide />
        <FrameOf face={latestFace} state={state} scope={scope} wide />
      </div>
    </div>
  )
}

/** An error only until the first answer; after it, what came in stays, and what is missing is told. */
function stateOf({ clicks, wholeSince, isConnected, trouble, error, again }: Clicks, now: number): TileState<LiveData> {
  const data = clicks && { clicks, wholeSince, now, trouble: isConnected ? '' : trouble }
  return { data, error: data ? undefined : error, isStale: false, again }
}

function Connection({ told: { clicks, isConnected, trouble } }: { told: Clicks }): JSX.Element {
  const words = isConnected ? 'Connected' : clicks === undefined && trouble === '' ? 'Connecting …' : 'Not connected'
  return (
    <p class={`connection${isConnected ? ' on' : ''}`} role="status">
      <i aria-hidden="true" />
      {words}
    </p>
  )
}
