// The latest clicks of the last day, one a line.
import { ClickList } from '../parts/click-list.tsx'
import { clicksTable, disconnected, type LiveData } from './live-clicks.ts'
import type { Face } from './tile.ts'

const ROWS_MAX = 40

export const latestFace: Face<LiveData> = {
  name: 'latest',
  title: 'Latest clicks',
  about: () => 'Follow one to see how it was judged; more in the download.',
  empty: ({ clicks }) => (clicks.length === 0 ? 'No click came in during the last day.' : undefined),
  partial: disconnected,
  table: ({ clicks }) => clicksTable(clicks),
  draw: ({ clicks }, { tz }) => <ClickList clicks={clicks.slice(0, ROWS_MAX)} tz={tz} />,
}
