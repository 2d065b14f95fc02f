// Two dates of one's own choice, both included. A stretch that was zoomed to is told with its times and a way back.
import type { JSX } from 'preact'
import { go, hrefOf, type Place } from '../state/place.ts'
import { zoomOut } from '../state/zoom.ts'

export function DatePair({ place }: { place: Place }): JSX.Element {
  if (place.from?.includes('T')) {
    return (
      <a class="button" href={hrefOf(zoomOut(place))}>
        Zoom out
      </a>
    )
  }
  return (
    <span class="dates">
      <input
        type="date"
        aria-label="First day"
        value={place.from}
        max={place.to}
        onChange={(event) => go({ from: event.currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        type="date"
        aria-label="Last day"
        value={place.to}
        min={place.from}
        onChange={(event) => go({ to: event.currentTarget.value })}
      />
    </span>
  )
}
