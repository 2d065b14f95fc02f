// The position curve: how much less the next position is clicked.
import type { BreakdownAnswer } from '../../api/index.ts'
import { Curve } from '../charts/curve.tsx'
import { hrefOf } from '../state/place.ts'
import { askBreakdown, breakdownTable } from './breakdown.tsx'
import type { Tile } from './tile.ts'

const POSITIONS_MAX = 20

export const positionsTile: Tile<BreakdownAnswer> = {
  name: 'positions',
  title: 'Positions',
  about: () => 'Clicked, of items seen, by position in the list; lines are 95 % intervals.',
  get: askBreakdown,
  empty: ({ position }) => (position.length === 0 ? 'No position is known.' : undefined),
  table: ({ position }) => breakdownTable('position', position),
  draw: ({ position }, { filters, lead }) => (
    <Curve
      label="Clicked, of items seen, by position"
      points={position.slice(0, POSITIONS_MAX).flatMap((row) => {
        if (row.rate === null || row.low === null || row.high === null) return []
        const isChosen = filters.position === row.name
        const href = hrefOf({ ...lead, position: isChosen ? undefined : row.name! })
        return [{ at: Number(row.name), value: row.rate, low: row.low, high: row.high, href, isChosen }]
      })}
    />
  ),
}
