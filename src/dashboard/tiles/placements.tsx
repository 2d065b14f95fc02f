// Where on the site clicks come from.
import type { BreakdownAnswer } from '../../api/index.ts'
import { askBreakdown, breakdownTable, Ranked } from './breakdown.tsx'
import type { Tile } from './tile.ts'

export const placementsTile: Tile<BreakdownAnswer> = {
  name: 'placements',
  title: 'Placements',
  about: () => 'Follow a name to see only its figures.',
  get: askBreakdown,
  empty: ({ placement }) => (placement.length === 0 ? 'No placement was seen.' : undefined),
  table: ({ placement }) => breakdownTable('placement', placement),
  draw: ({ placement }, scope) => <Ranked dimension="placement" rows={placement} scope={scope} most={8} />,
}
