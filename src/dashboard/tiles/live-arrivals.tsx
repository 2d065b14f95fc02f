// The last ten minutes as a strip: each click where it came in.
import { Strip } from '../charts/strip.tsx'
import { clicksTable, type LiveData, missing, recent, SPAN_MS } from './live-clicks.ts'
import type { Face } from './tile.ts'

/** Clicks in the picture: more are a blur, and it is drawn anew each second. */
const DRAWN_MAX = 1_000

export const arrivalsFace: Face<LiveData> = {
  name: 'arrivals',
  title: 'The last ten minutes',
  about: () => (
    <>
      <b class="late">Amber</b> was recovered: the line goes back to when it happened. Grey does not count.
    </>
  ),
  partial: missing,
  table: (data) => clicksTable(recent(data)),
  draw: (data, { tz }) => (
    <Strip clicks={recent(data).slice(0, DRAWN_MAX)} from={data.now - SPAN_MS} to={data.now} tz={tz} />
  ),
}
