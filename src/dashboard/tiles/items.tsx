// The items that are clicked most, or those whose clicks changed most.
import type { JSX } from 'preact'
import type { BreakdownAnswer } from '../../api/index.ts'
import { BarTable } from '../parts/bar-table.tsx'
import { count } from '../parts/format.ts'
import { Tabs } from '../parts/tabs.tsx'
import { askBreakdown, type BreakdownRow, breakdownTable, Delta, Ranked } from './breakdown.tsx'
import type { Scope, Tile } from './tile.ts'

const ROWS = 10

export const itemsTile: Tile<BreakdownAnswer> = {
  name: 'items',
  title: 'Items',
  about: (scope) =>
    isMovers(scope)
      ? 'Whose clicks changed most against the period before.'
      : 'The most clicked; more in the download.',
  get: askBreakdown,
  empty: ({ item }) => (item.length === 0 ? 'No item was seen.' : undefined),
  table: ({ item, movers }, scope) => breakdownTable('item', isMovers(scope) ? movers : item),
  draw: ({ item, movers }, scope) => (
    <>
      <Tabs
        label="Which items"
        name="show"
        chosen={isMovers(scope) ? 'movers' : ''}
        tabs={[
          ['', 'Top'],
          ['movers', 'Movers'],
        ]}
      />
      {isMovers(scope) ? (
        <Movers rows={movers} scope={scope} />
      ) : (
        <Ranked dimension="item" rows={item} scope={scope} most={ROWS} />
      )}
    </>
  ),
}

function isMovers({ place }: Scope): boolean {
  return place.show === 'movers'
}

function Movers({ rows, scope }: { rows: readonly BreakdownRow[]; scope: Scope }): JSX.Element {
  const moved = (row: BreakdownRow): number => Math.abs(row.clicks - row.clicksBefore)
  const highest = Math.max(1, ...rows.map(moved))
  return (
    <BarTable
      label="Items that moved most"
      heads={['item', 'before', 'now', 'change']}
      filter="item"
      chosen={scope.filters.item}
      lead={scope.lead}
      rows={rows.slice(0, ROWS).map((row) => ({
        name: row.name,
        share: moved(row) / highest,
        cells: [
          count(row.clicksBefore),
          count(row.clicks),
          <Delta key="d" now={row.clicks} before={row.clicksBefore} />,
        ],
      }))}
    />
  )
}
