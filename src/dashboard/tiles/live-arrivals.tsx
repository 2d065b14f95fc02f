// The last ten minutes as a strip: each click where it came in.
import { Strip } from '../charts/strip.tsx'
import { clicksTable, disconnected, type LiveData, recent, SPAN_MS } from './live-clicks.ts'
import type { Face } from './tile.ts'

export const arrivalsFace: Face<LiveData> = {
  name: 'arrivals',
  title: 'The last ten minutes',
  about: () => (
    <>
      <b class="late">Amber</b> was recovered: the line goes back to when it happened. Grey does not count.
    </>
  ),
  partial: disconnected,
  table: (data) => clicksTable(recent(data)),
  draw: (data, { tz }) => <Strip clicks={recent(data)} from={data.now - SPAN_MS} to={data.now} tz={tz} />,
}
